import { html } from 'ghtml';
import type { Controls, Listed, Room, Standing, Visitor } from './room.ts';

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
  header { color: #595959; }
  label { display: block; margin: .75rem 0; }
  input, select { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
  form.one { display: inline; }
  button { font: inherit; padding: .5rem 1rem; margin: .25rem .5rem .25rem 0; }
  li { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; justify-content: space-between; }
  ul { padding: 0; list-style: none; }`;

/** Shows what changed elsewhere, without a form's being taken from under somebody's hands. */
const SCRIPT = `
  setInterval(async () => {
    const answer = await fetch(location.href).catch(() => undefined);
    if (answer === undefined) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    const here = document.querySelector('main');
    if (next !== null && next.innerHTML !== here.innerHTML) here.replaceWith(next);
  }, 500);`;

const LIVE = `<noscript><meta http-equiv="refresh" content="2"></noscript>
<script>document.addEventListener('DOMContentLoaded', () => {${SCRIPT}})</script>`;

const page = (title: string, main: string, live = ''): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          !${STYLE}
        </style>
        !${live}
      </head>
      <body>
        <header>${title}: a sandbox, and not the platform itself</header>
        <main>!${main}</main>
      </body>
    </html> `;

/** A button that is a form of its own; `who` is whom it is about. */
const button = (does: string, label: string, who?: string): string =>
  html`<form class="one" method="post">
    !${who === undefined ? '' : html`<input type="hidden" name="who" value="${who}" />`}<button
      name="do"
      value="${does}"
    >
      ${label}
    </button>
  </form>`;

/** The page of somebody who has not come yet. */
export function joinPage(room: Room, refusal: string | undefined): string {
  const { bearer } = room;
  const [heading, comes] =
    bearer === undefined ? ['Join the meeting', room.joins] : ['Start the meeting', 'Start'];
  const main = html`<h1>${heading}</h1>
    !${refusal === undefined ? '' : html`<p role="alert">${refusal}</p>`}
    <form method="post">
      !${bearer === undefined ? fieldsOf(room) : html`<p>You start this meeting as ${bearer.account}.</p>`}
      <button name="do" value="come">${comes}</button>
    </form>`;
  return page(room.title, main);
}

const fieldsOf = ({ accounts, asksForPasscode }: Room): string =>
  html` <label>Your name<input name="name" required maxlength="100" autocomplete="off" /></label>
    <label
      >Signed in as<select name="account">
        <option value="">nobody</option>
        !${accounts.map(({ id, label }) => html`<option value="${id}">${label}</option>`)}
      </select></label
    >
    !${asksForPasscode ? '<label>Passcode<input name="passcode" autocomplete="off"></label>' : ''}`;

const headings: Record<Standing['at'], string> = {
  in: 'You are in the meeting',
  waiting: 'Please wait',
  out: 'You are not in the meeting',
};

/** The page of somebody who has come: in, waiting, or out again. */
export function standingPage(room: Room, visitor: Visitor, { at, says, controls }: Standing): string {
  const account = room.accounts.find(({ id }) => id === visitor.account)?.label ?? 'nobody';
  const main = html`<h1>${headings[at]}</h1>
    <p role="status">${(at === 'out' ? visitor.refusal : undefined) ?? says}</p>
    <p>As ${visitor.name}, signed in as ${account}.</p>
    !${at === 'out' ? button('come', 'Rejoin') : button('leave', 'Leave')}
    !${controls === undefined ? '' : hostControls(controls)}`;
  return page(room.title, main, LIVE);
}

const hostControls = ({ waiting, inside, locked }: Controls): string =>
  html` <section aria-label="Waiting">
      <h2>Waiting (${waiting.length})</h2>
      !${rows(waiting, { admit: 'Admit', deny: 'Deny' })}
      !${waiting.length > 1 ? button('admit-all', 'Admit all') + button('deny-all', 'Deny all') : ''}
    </section>
    <section aria-label="In the meeting">
      <h2>Others in the meeting (${inside.length})</h2>
      !${rows(inside, { remove: 'Remove' })}
    </section>
    !${locked === undefined ? '' : locked ? button('unlock', 'Unlock the meeting') : button('lock', 'Lock the meeting')}
    !${button('end', 'End for all')}`;

const rows = (people: Listed[], acts: Record<string, string>): string =>
  html`<ul>
    !${people.map(({ id, name }) => html`<li><span>${name}</span><span>!${Object.entries(acts).map(([does, label]) => button(does, `${label} ${name}`, id))}</span></li>`)}
  </ul>`;

/** The page of an address that leads nowhere. */
export const nowherePage = (says: string): string => page('No meeting', html`<h1>${says}</h1>`);
