import { html } from 'ghtml';
import type { Notice } from '../../domain/notice.ts';
import { layout, type Html } from './layout.ts';
import { noticeSection } from './notice-section.ts';
import { timeIn } from './times.ts';

export interface EnterModel {
  practice: string;
  /** The platform’s name. */
  platform: string;
  startsAt: string;
  timeZone: string;
  notice: Notice;
  /** Sent back with the form, so that what was acknowledged is what was shown. */
  noticeVersion: string;
  /** The address of this page, such as `/p/…`. */
  address: string;
  /** How the passcode comes, to complete “It comes …”. */
  passcodeChannel: string;
  /** False where the coach knows who is there and asks for no passcode this once. */
  passcodeNeeded: boolean;
  /** Where it is too early to come in: from when on one can. */
  opensAt: string | null;
  /** What was wrong with the last try. */
  problem: string | null;
}

/** The first page behind a pass: the notice, then the passcode. It names nobody, so that whoever opens it learns no name. */
export const enterPage = (model: EnterModel): Html =>
  layout({
    title: 'Your confidential session',
    practice: model.practice,
    body: html` <h1>Your confidential session</h1>
      <p class="when">!${timeIn(model.startsAt, model.timeZone)}<br />on ${model.platform}</p>
      !${model.problem === null ? '' : html`<p class="problem" role="alert">${model.problem}</p>`}
      <p>
        <a href="#enter">${model.opensAt === null ? 'Go to the passcode' : 'When you can come in'}</a>, or
        read first:
      </p>
      !${noticeSection(model.notice, model.platform)}
      !${model.opensAt === null ? enterForm(model) : earlyPart(model, model.opensAt)}`,
  });

const earlyPart = ({ address, timeZone }: EnterModel, opensAt: string): Html =>
  html` <section id="enter" class="card">
    <h2>The door is not open yet</h2>
    <p>You can come in from !${timeIn(opensAt, timeZone)}. Please open this link again then.</p>
    <p class="small"><a href="${address}/check">Check that this device works</a></p>
  </section>`;

const enterForm = (model: EnterModel): Html =>
  html` <form id="enter" method="post" action="${model.address}" class="card" autocomplete="off">
    <h2>Come in</h2>
    !${model.passcodeNeeded ? passcodeField(model.passcodeChannel) : ''}
    <input type="hidden" name="noticeVersion" value="${model.noticeVersion}" />
    <label class="check"
      ><input type="checkbox" name="acknowledged" value="yes" required />
      <span>I have read how this session is protected, and I do what is asked of me.</span></label
    >
    <button>Come in</button>
    <p class="small">
      Nothing has been recorded of your visit so far.
      <a href="${model.address}/check">Check that this device works</a>
    </p>
  </form>`;

const passcodeField = (channel: string): Html =>
  html` <label for="passcode">Passcode</label>
    <input
      id="passcode"
      name="passcode"
      required
      maxlength="64"
      autocapitalize="off"
      spellcheck="false"
      autocomplete="one-time-code"
      aria-describedby="passcode-help"
    />
    <p class="small" id="passcode-help">It comes ${channel}, apart from the invitation.</p>`;
