import { html } from 'ghtml';
import type { DoorStatus } from '../../domain/board.ts';
import { layout, type Html } from './layout.ts';
import { timeIn } from './times.ts';

export interface WaitModel {
  practice: string;
  status: DoorStatus;
  platform: string;
  /** How one waits at the platform, in a sentence for that person. */
  waitsThere: string;
  /** The address of this page, such as `/p/…`. */
  address: string;
}

const REFRESH_SECONDS = 5;

/** What is said, by why somebody is held or refused; `released` besides. */
const sayings: Record<NonNullable<DoorStatus['because']>, { title: string; text: string }> = {
  'not-open-yet': {
    title: 'You are checked in',
    text: 'The door is not open yet. You can leave this page open: it goes on by itself.',
  },
  'host-not-in': {
    title: 'Your coach is not in yet',
    text: 'You are checked in, and your coach can see it. Please stay on this page: it goes on by itself.',
  },
  sealed: {
    title: 'We are not letting anybody in at the moment',
    text: 'A protection that was promised to you does not hold right now. The practice is told. Please stay on this page.',
  },
  checking: {
    title: 'One moment',
    text: 'We are checking once more that everything promised to you holds. This takes a few seconds.',
  },
  locked: {
    title: 'The session has begun and the door is closed',
    text: 'Your coach can see that you are here, and can open for you.',
  },
  'second-device': {
    title: 'Your pass was used on another device before',
    text: 'Your coach can see this and decides. If it was not you, please tell the practice.',
  },
  greeter: {
    title: 'You are checked in',
    text: 'Somebody of the practice lets people in one by one. Please stay on this page.',
  },
  withdrawn: {
    title: 'This link does not open a session',
    text: 'If you expect to take part, please ask the practice for a new link.',
  },
  removed: {
    title: 'You have been taken out of this session',
    text: 'Your coach can let you in again. Please ask the practice if you think this is a mistake.',
  },
  'turned-away': {
    title: 'Your coach has not let you in',
    text: 'Please ask the practice if you think this is a mistake.',
  },
  over: { title: 'This session is over', text: 'Thank you for having been there.' },
};

/**
 * The page behind the check-in. Every state is in it and one is shown, so that the script only turns them over and says nothing
 * of its own; without script the page is loaded anew every few seconds.
 */
export const waitPage = ({ practice, status, platform, waitsThere, address }: WaitModel): Html =>
  layout({
    title: titleOf(status),
    practice,
    refreshSeconds: REFRESH_SECONDS,
    body: html` <div id="door" data-address="${address}" data-state="${keyOf(status)}">
      <div aria-live="polite">
        !${Object.entries(sayings).map(([key, { title, text }]) =>
          saying(
            key,
            keyOf(status),
            html`<h1>${title}</h1>
              <p>${text}</p>`,
          ),
        )}
        !${saying('released', keyOf(status), releasedPart({ status, platform, waitsThere, address }))}
      </div>
      <p class="problem" data-contact-part !${status.contact === null ? 'hidden' : ''}>
        Your coach should be here by now. The practice has been told. You can call:
        <strong data-contact>${status.contact ?? ''}</strong>
      </p>
      <p class="when">Starts !${timeIn(status.startsAt, status.timeZone)}</p>
      <p class="small">
        Keep this page open. If you drop out of the session, come back here and tap Join: you will not be
        asked anything again on this device.
      </p>
      <p class="small" data-stream hidden>The connection is slow; this page asks again every few seconds.</p>
    </div>`,
  });

const saying = (key: string, shown: string, body: Html): Html =>
  html`<section data-says="${key}" !${key === shown ? '' : 'hidden'}>!${body}</section>`;

/** Which of the sayings is shown. */
export const keyOf = ({ state, because }: Pick<DoorStatus, 'state' | 'because'>): string =>
  state === 'released' ? 'released' : (because ?? 'checking');

function titleOf(status: DoorStatus): string {
  if (status.state === 'released') return 'You can join now';
  return status.because === null ? 'Your confidential session' : sayings[status.because].title;
}

const releasedPart = ({ status, platform, waitsThere, address }: Omit<WaitModel, 'practice'>): Html =>
  html` <h1>You can join now</h1>
    <form method="post" action="${address}/join" target="_blank" class="card">
      <button class="join">Join on ${platform}</button>
      <p>${waitsThere} Your coach compares with the list of those expected.</p>
      <div data-passcode-part !${(status.join?.passcode ?? null) === null ? 'hidden' : ''}>
        <label for="platform-passcode">${platform} asks for this passcode once more</label>
        <div class="copy">
          <input
            id="platform-passcode"
            readonly
            value="${status.join?.passcode ?? ''}"
            data-passcode
          /><button type="button" data-copy hidden>Copy</button>
        </div>
      </div>
    </form>`;
