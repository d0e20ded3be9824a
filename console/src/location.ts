import { useSyncExternalStore } from 'react';

/** A page of the console. */
export type Page =
  | { name: 'agenda' }
  | { name: 'sign-in' }
  | { name: 'mailbox' }
  | { name: 'board'; sessionId: string }
  | { name: 'nowhere' };

const BASE = '/console';

/** The page at an address; the service serves the same file for all of them. */
export function pageAt(path: string): Page {
  const rest = path.slice(BASE.length).replace(/\/+$/, '');
  if (rest === '') return { name: 'agenda' };
  if (rest === '/sign-in') return { name: 'sign-in' };
  if (rest === '/mailbox') return { name: 'mailbox' };
  const [, sessionId] = /^\/sessions\/([0-9a-f-]{36})$/.exec(rest) ?? [];
  return sessionId === undefined ? { name: 'nowhere' } : { name: 'board', sessionId };
}

export const addressOf = (page: Page): string =>
  page.name === 'agenda' || page.name === 'nowhere'
    ? `${BASE}/`
    : page.name === 'board'
      ? `${BASE}/sessions/${page.sessionId}`
      : `${BASE}/${page.name}`;

const MOVED = 'subrosa-moved';

/** Goes to another page without leaving this one. */
export function go(page: Page, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', addressOf(page));
  else history.pushState(null, '', addressOf(page));
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('popstate', changed);
  window.addEventListener(MOVED, changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener(MOVED, changed);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);
