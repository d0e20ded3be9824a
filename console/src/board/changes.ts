import type { Board } from '../types.ts';
import type { Naming } from './names.ts';

/** What a screen reader says of the difference between two boards: what a coach would look up for, and no more. */
export function changesBetween(before: Board | null, after: Board, naming: Naming): string[] {
  if (before === null || before.sessionId !== after.sessionId) return [];
  const said: string[] = [];
  const known = new Set(before.cards.map(({ id, kind }) => `${kind} ${id}`));
  for (const { id, kind, says } of after.cards) {
    if (!known.has(`${kind} ${id}`)) said.push(`To decide: ${naming.in(says)}`);
  }
  const was = new Map(before.people.map((person) => [person.id, person]));
  for (const { id, status, back } of after.people) {
    const earlier = was.get(id);
    if (earlier === undefined || earlier.status === status) continue;
    const name = naming.of(id);
    if (back && (status === 'released' || status === 'admitted') && !earlier.back)
      said.push(`Back: ${name}.`);
    else if (status === 'held') said.push(`${name} is waiting.`);
    else if (status === 'released') said.push(`${name} is on the way in.`);
  }
  if (!before.door.hostMissing && after.door.hostMissing) said.push('People are waiting, and no host is in.');
  if (before.link === 'unsealed' && after.link === 'sealed')
    said.push('The link is sealed: nobody is released.');
  if (before.door.lockedAt === null && after.door.lockedAt !== null) said.push('Locked.');
  if (before.door.lockedAt !== null && after.door.lockedAt === null) said.push('Unlocked.');
  return said;
}

/** The tab's title: how many exceptions wait for a decision, and nothing that tells whose session it is. */
export const titleOf = (board: Board | null): string => {
  const waiting = board?.cards.length ?? 0;
  return waiting === 0 ? 'Subrosa' : `(${waiting}) Subrosa`;
};
