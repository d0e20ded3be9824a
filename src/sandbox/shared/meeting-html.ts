import type { Controls, Listed, Room, Standing, Visitor } from './room.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (raw: string): string =>
  raw.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
  header { color: #595959; }
  label { display: block; margin: .75rem 0; }
  input, select { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
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

function page(title: string, main: string, follows: boolean): string {
  const live = follows
    ? `<noscript><meta http-equiv="refresh" content="2"></noscript><script>document.addEventListener('DOMContentLoaded', () => {${SCRIPT}})</script>`
    : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title>
<style>${STYLE}</style>${live}</head>
<body><header>${text(title)}: a sandbox, and not the platform itself</header><main>${main}</main></body>
</html>
`;
}

const button = (does: string, label: string, who?: string): string =>
  `<form method="post">${who === undefined ? '' : `<input type="hidden" name="who" value="${text(who)}">`}<button name="do" value="${does}">${text(label)}</button></form>`;

/** The page of somebody who has not come yet. */
export function joinPage(room: Room, refusal: string | undefined): string {
  const { bearer } = room;
  const fields =
    bearer === undefined
      ? [
          '<label>Your name<input name="name" required maxlength="100" autocomplete="off"></label>',
          `<label>Signed in as<select name="account"><option value="">nobody</option>${room.accounts
            .map(({ id, label }) => `<option value="${text(id)}">${text(label)}</option>`)
            .join('')}</select></label>`,
          room.asksForPasscode ? '<label>Passcode<input name="passcode" autocomplete="off"></label>' : '',
        ].join('')
      : `<p>You start this meeting as ${text(bearer.account)}.</p>`;
  const says = refusal === undefined ? '' : `<p role="alert">${text(refusal)}</p>`;
  return page(
    room.title,
    `<h1>${bearer === undefined ? 'Join the meeting' : 'Start the meeting'}</h1>${says}<form method="post">${fields}<button name="do" value="come">${text(bearer === undefined ? room.joins : 'Start')}</button></form>`,
    false,
  );
}

const headings: Record<Standing['at'], string> = {
  in: 'You are in the meeting',
  waiting: 'Please wait',
  out: 'You are not in the meeting',
};

/** The page of somebody who has come: in, waiting, or out again. */
export function standingPage(room: Room, visitor: Visitor, { at, says, controls }: Standing): string {
  const main = [
    `<h1>${headings[at]}</h1>`,
    `<p role="status">${text((at === 'out' ? visitor.refusal : undefined) ?? says)}</p>`,
    `<p>As ${text(visitor.name)}, signed in as ${text(labelOf(room, visitor.account))}.</p>`,
    at === 'out' ? button('come', 'Rejoin') : button('leave', 'Leave'),
    controls === undefined ? '' : hostControls(controls),
  ];
  return page(room.title, main.join(''), true);
}

const labelOf = ({ accounts }: Room, account: string | undefined): string =>
  accounts.find(({ id }) => id === account)?.label ?? account ?? 'nobody';

function hostControls({ waiting, inside, locked }: Controls): string {
  const rows = (people: Listed[], acts: [does: string, label: string][]) =>
    `<ul>${people
      .map(
        ({ id, name }) =>
          `<li><span>${text(name)}</span><span>${acts.map(([does, label]) => button(does, `${label} ${name}`, id)).join('')}</span></li>`,
      )
      .join('')}</ul>`;
  const all = waiting.length > 1 ? button('admit-all', 'Admit all') + button('deny-all', 'Deny all') : '';
  const lock =
    locked === undefined
      ? ''
      : locked
        ? button('unlock', 'Unlock the meeting')
        : button('lock', 'Lock the meeting');
  return [
    `<section aria-label="Waiting"><h2>Waiting (${waiting.length})</h2>`,
    rows(waiting, [
      ['admit', 'Admit'],
      ['deny', 'Deny'],
    ]),
    `${all}</section>`,
    `<section aria-label="In the meeting"><h2>In the meeting (${inside.length})</h2>`,
    `${rows(inside, [['remove', 'Remove']])}</section>`,
    lock,
    button('end', 'End for all'),
  ].join('');
}

/** The page of an address that leads nowhere. */
export const nowherePage = (says: string): string => page('No meeting', `<h1>${text(says)}</h1>`, false);
