import { isIn, type Mark } from './attendance.ts';
import type { IdentifiedBy, Presence } from './board.ts';
import type { ArrivalFacts, EntryDecision, PersonFacts } from './front-door.ts';

/** One arrival of a person, or that carries the person, with what is decided about it now. */
export interface Candidate {
  arrival: ArrivalFacts;
  decision: EntryDecision;
}

/** Where somebody on the roster is, and how sure we are who it is. */
export interface Whereabouts {
  status: Presence;
  arrivalId: string | null;
  identifiedBy: IdentifiedBy | null;
  /** Was admitted before and has asked to come in again since. */
  back: boolean;
  since: Date | null;
}

/**
 * Where a person is, from the log, the arrivals and what is decided about them: in, if the log says so; else as far as the arrival
 * that has got furthest.
 */
export function whereaboutsOf(
  personId: string,
  person: PersonFacts,
  candidates: readonly Candidate[],
  marks: readonly Mark[],
): Whereabouts {
  const best = candidates.toSorted(furthestFirst)[0];
  const identifiedBy = identificationOf(personId, candidates);
  const found = { arrivalId: best?.arrival.id ?? null, identifiedBy };
  const at = (status: Presence, since: Date | null, back = false): Whereabouts => ({
    status,
    since,
    back,
    ...found,
  });
  const last = marks.at(-1);
  if (person.withdrawnAt !== null) return at('withdrawn', person.withdrawnAt);
  if (person.removedAt !== null) return at('removed', person.removedAt);
  if (last !== undefined && isIn(marks)) return at('admitted', last.at);
  if (last !== undefined) {
    const returned = candidates.find(
      ({ arrival: { joinedAt }, decision }) => decision.release && joinedAt !== null && joinedAt >= last.at,
    );
    return returned === undefined ? at('left', last.at) : at('released', returned.arrival.joinedAt, true);
  }
  if (best === undefined) return at('expected', null);
  const { arrival, decision } = best;
  if (decision.release) return at('released', arrival.joinedAt ?? arrival.letInAt ?? arrival.arrivedAt);
  if (arrival.turnedAwayAt !== null) return at('turned-away', arrival.turnedAwayAt);
  return decision.because === 'withdrawn' ? at('expected', null) : at('held', arrival.arrivedAt);
}

const rank = ({ arrival, decision }: Candidate): number => {
  if (decision.release) return arrival.joinedAt === null ? 1 : 0;
  if (decision.because === 'withdrawn') return 4;
  return arrival.turnedAwayAt === null ? 2 : 3;
};

const furthestFirst = (a: Candidate, b: Candidate): number =>
  rank(a) - rank(b) || a.arrival.arrivedAt.getTime() - b.arrival.arrivedAt.getTime();

/** How the person was identified: on an arrival of their own, or by the coach's voucher for somebody on another's device. */
export function identificationOf(
  personId: string,
  candidates: readonly Pick<Candidate, 'arrival'>[],
): IdentifiedBy | null {
  const own = candidates.find(
    ({ arrival }) => arrival.personId === personId && arrival.identifiedBy !== null,
  );
  if (own !== undefined) return own.arrival.identifiedBy;
  return candidates.some(({ arrival }) => arrival.personId !== personId) ? 'voice' : null;
}
