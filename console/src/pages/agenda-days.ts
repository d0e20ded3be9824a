import type { AgendaEntry } from '../types.ts';

/** One day's sessions, in the order in which they start. */
export interface Day {
  /** The start of its first session. */
  date: string;
  sessions: AgendaEntry[];
}

const STILL_SHOWN_MS = 2 * 3_600_000;

/** Sessions by the day on which they start, in the reader's own zone; those that are long over are left out. */
export function daysOf(sessions: readonly AgendaEntry[], now: number): Day[] {
  const days = new Map<string, Day>();
  const shown = sessions
    .filter(
      ({ startsAt, endsAt, state }) =>
        new Date(startsAt).toDateString() === new Date(now).toDateString() ||
        state === 'live' ||
        Date.parse(endsAt) + STILL_SHOWN_MS > now,
    )
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  for (const session of shown) {
    const name = new Date(session.startsAt).toDateString();
    const day = days.get(name) ?? { date: session.startsAt, sessions: [] };
    day.sessions.push(session);
    days.set(name, day);
  }
  return [...days.values()];
}

export type Tone = 'good' | 'careful' | 'bad' | 'plain';

/** How a session stands, in a word or two. */
export function phraseOf({ state, link }: Pick<AgendaEntry, 'state' | 'link'>): { text: string; tone: Tone } {
  switch (state) {
    case 'draft':
    case 'provisioning':
    case 'revising':
      return { text: 'Being prepared', tone: 'careful' };
    case 'blocked':
      return { text: 'Blocked', tone: 'bad' };
    case 'scheduled':
      return link === 'unsealed' ? { text: 'Protected', tone: 'good' } : { text: 'Sealed', tone: 'careful' };
    case 'open':
      return { text: 'Door open', tone: 'good' };
    case 'live':
      return { text: 'Live', tone: 'good' };
    case 'ended':
    case 'attested':
      return { text: 'Over', tone: 'plain' };
    case 'cancelled':
      return { text: 'Cancelled', tone: 'plain' };
  }
}
