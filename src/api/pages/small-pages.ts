import { html } from 'ghtml';
import { layout, type Html } from './layout.ts';

/** Where somebody without an e-mail types the short code that was read out. */
export const codePage = ({ problem }: { problem: string | null }): Html =>
  layout({
    title: 'Enter your code',
    practice: null,
    body: html` <h1>Enter your code</h1>
      !${problem === null ? '' : html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="/p" class="card" autocomplete="off">
        <label for="code">The code that was read out to you</label>
        <input
          id="code"
          name="code"
          required
          maxlength="20"
          autocapitalize="characters"
          spellcheck="false"
          placeholder="ABCDE-FGHJK"
        />
        <button>Go on</button>
      </form>`,
  });

/** Unknown, withdrawn and worn-out links look alike. */
export const closedPage = (): Html =>
  layout({
    title: 'This link does not open a session',
    practice: null,
    body: html` <h1>This link does not open a session</h1>
      <p>
        It may have been replaced by a newer one, or the session may be over. Please look for the latest
        message from the practice, or ask there for a new link.
      </p>
      <p><a href="/p">I was given a code</a></p>`,
  });

/** A wrong passcode, and a link that opens nothing, are answered with the same words. */
export const wrongPage = ({ address }: { address: string }): Html =>
  layout({
    title: 'That did not work',
    practice: null,
    body: html` <h1>That did not work</h1>
      <p role="alert">
        Please compare the passcode with the message it came in, and see that your link is from the latest
        invitation. Capitals and small letters count.
      </p>
      <p><a href="${address}" class="button">Try again</a></p>
      <p class="small">
        If it still does not work, please ask the practice. Your coach can see that you try.
      </p>`,
  });

/** Something of ours does not work at the moment. */
export const troublePage = (): Html =>
  layout({
    title: 'One moment, please',
    practice: null,
    refreshSeconds: 5,
    body: html` <h1>One moment, please</h1>
      <p>
        Something does not work on our side. Nothing of what you did is lost: please try again in a moment.
      </p>`,
  });

/** Somebody whom the organisation’s own portal has sent: a tap spends the address, so that a scanner cannot. */
export const portalPage = ({ address, practice }: { address: string; practice: string }): Html =>
  layout({
    title: 'Your confidential session',
    practice,
    body: html` <h1>Your confidential session</h1>
      <p>You come from your organisation’s portal. This address works once, for one minute.</p>
      <form method="post" action="${address}" class="card"><button>Go on</button></form>`,
  });

export interface CheckModel {
  practice: string;
  platform: string;
  /** The page that this check belongs to. */
  address: string;
  /** The platform’s own page for trying its app, where it has one. */
  test: string | null;
}

/** Whether this device will work on the day. Nothing of it is recorded. */
export const checkPage = ({ practice, platform, address, test }: CheckModel): Html =>
  layout({
    title: 'Check this device',
    practice,
    body: html` <h1>Check this device</h1>
      <ul class="checks" data-check="${address}/check/events">
        <li data-ok="yes"><strong>Our address can be reached.</strong> You are reading this.</li>
        <li data-check-script data-ok="unknown">
          <strong>Script runs.</strong>
          <span>Not seen yet. Without it our page works too, and loads itself anew every few seconds.</span>
        </li>
        <li data-check-stream data-ok="unknown">
          <strong>News arrives at once.</strong>
          <span>Not seen yet. Where a network holds news back, our page asks every few seconds instead.</span>
        </li>
        <li data-ok="unknown">
          <strong>${platform} is on this device.</strong>
          <span
            >A page cannot see this.
            !${test === null ? html`Please open ${platform} once before the session.` : html`Please try it on <a href="${test}" rel="noreferrer" target="_blank">${platform}’s own test page</a>.`}</span
          >
        </li>
      </ul>
      <p><a href="${address}">Back to the session</a></p>`,
  });
