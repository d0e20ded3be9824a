import type { IdentifiedBy } from './board.ts';

/** Somebody who was admitted, as far as the records of the entry go by it. */
export interface Admitted {
  identifiedBy: IdentifiedBy | null;
  acknowledged: boolean;
}

export interface EntryFacts {
  admitted: readonly Admitted[];
  hostIn: boolean;
  locked: boolean;
  /** The session is over. */
  ended: boolean;
  /** An integration took the platform's link: what our page would have done for whoever came by it, it did not. */
  linkTaken: boolean;
}

/** Kinds that only hold where our page was the one way in. */
const ofOurPage = ['host-in', 'passcode-checked', 'roll-call', 'locked'];

/**
 * What the records of the entry have to say, by kind; a kind that is not here has nothing to say yet, and its verdict stays
 * pending. Each holds only where it held for everybody who was admitted.
 */
export function entryRecords({
  admitted,
  hostIn,
  locked,
  ended,
  linkTaken,
}: EntryFacts): Map<string, boolean> {
  const said = new Map<string, boolean>();
  if (hostIn) said.set('host-in', true);
  if (admitted.length > 0) {
    const everybody = (holds: (one: Admitted) => boolean) => admitted.every(holds);
    const known = everybody(({ identifiedBy }) => identifiedBy !== null);
    said.set(
      'passcode-checked',
      everybody(({ identifiedBy }) => identifiedBy === 'passcode' || identifiedBy === 'portal'),
    );
    said.set('roll-call', known);
    said.set('host-duty:entry.roll-call.v1', known);
    said.set(
      'notice',
      everybody(({ acknowledged }) => acknowledged),
    );
  }
  if (locked || ended) said.set('locked', locked);
  if (ended) said.set('attendance-log', true);
  if (linkTaken) for (const kind of ofOurPage) said.delete(kind);
  return said;
}

/**
 * What is to be written now, given what was said last by kind: only what is new or has changed. What was said to hold and cannot be
 * said any more is taken back.
 */
export function newRecords(
  said: ReadonlyMap<string, boolean>,
  before: ReadonlyMap<string, boolean>,
): Map<string, boolean> {
  const changes = new Map([...said].filter(([kind, holds]) => before.get(kind) !== holds));
  for (const kind of ofOurPage) if (before.get(kind) === true && !said.has(kind)) changes.set(kind, false);
  return changes;
}
