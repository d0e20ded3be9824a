import type { Board, Card, CardKind } from '../../domain/board.ts';
import { catalogue } from '../../domain/controls/catalogue.ts';
import { isHostMissing } from '../../domain/front-door.ts';
import { latestOf, stateOf, threadOf, type Delivery, type Thread } from '../../domain/outbox.ts';
import { isWeaker } from '../../domain/roster.ts';
import { assuranceOf, type Assurance } from '../assurance.ts';
import { asCaller, found, providerOf, requireOwnSession, type Application, type Caller } from '../context.ts';
import { passCode } from '../passes.ts';
import type { EvidenceRecord } from '../../domain/evidence.ts';
import type { Person, PassTries, Transaction } from '../ports.ts';
import { LINK_TAKEN } from './entry-log.ts';
import { exceptionAt, readDoor, whereabouts, type DoorReading } from './read-door.ts';

/** One session as its coach sees it now. */
export const getBoard = (application: Application, caller: Caller, sessionId: string): Promise<Board> =>
  asCaller(application, caller, 'board:read', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    const reading = await readDoor(transaction, session);
    const [client, assurance, records, deliveries, tries, hostInBy] = await Promise.all([
      transaction.clients.find(session.clientId),
      assuranceOf(application, transaction, session),
      transaction.records.list(sessionId),
      transaction.deliveries.listOf(sessionId),
      transaction.passTries.listOf(sessionId),
      whoIsIn(transaction, reading),
    ]);
    const now = application.ambient.now();
    const facts = { transaction, reading, deliveries, tries, now };
    return {
      ...sessionPart(application, reading, now),
      client: found(client, 'client').name,
      linkTaken: records.some(({ kind }) => kind === LINK_TAKEN),
      door: doorPart(reading, hostInBy, now),
      ...peoplePart(facts),
      verdicts: verdictsOf(assurance),
      duties: dutiesOf(reading, records),
    };
  });

/** The coach's name, where it is a coach of ours who said to be in. */
async function whoIsIn({ hosts }: Transaction, { door: { hostInBy } }: DoorReading): Promise<string | null> {
  const [, hostId] = /^coach:(.+)$/.exec(hostInBy ?? '') ?? [];
  return hostId === undefined ? hostInBy : ((await hosts.find(hostId))?.name ?? hostInBy);
}

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

const sessionPart = (application: Application, { session, plan, door }: DoorReading, now: Date) => ({
  sessionId: session.id,
  revision: door.revision,
  state: session.state,
  link: session.link,
  reasons: session.reasons,
  checking: door.checkingAt !== null,
  platform: {
    id: session.platform,
    name: providerOf(application, session.platform).declaration.name,
  },
  startsAt: session.startsAt.toISOString(),
  endsAt: session.endsAt.toISOString(),
  timeZone: session.timeZone,
  now: now.toISOString(),
  entry: { mode: plan.entry.mode, why: plan.entry.why, waits: plan.entry.waits },
});

const doorPart = ({ session, door, arrivals }: DoorReading, hostInBy: string | null, now: Date) => ({
  openedAt: iso(door.openedAt),
  hostInAt: iso(door.hostInAt),
  hostInBy,
  lockedAt: iso(door.lockedAt),
  lockedBy: door.lockedBy,
  endedAt: iso(door.endedAt),
  hostMissing: arrivals.length > 0 && door.endedAt === null && isHostMissing(now, session, door),
});

interface PeopleFacts {
  transaction: Transaction;
  reading: DoorReading;
  deliveries: readonly Delivery[];
  tries: readonly PassTries[];
  now: Date;
}

function peoplePart(facts: PeopleFacts): Pick<Board, 'people' | 'cards' | 'counts'> {
  const people = facts.reading.people.map((person) => personView(facts, person));
  const count = (...statuses: Board['people'][number]['status'][]) =>
    people.filter(({ status }) => statuses.includes(status)).length;
  return {
    people,
    cards: cardsOf(facts),
    counts: {
      expected: people.length - count('withdrawn', 'removed'),
      held: count('held'),
      released: count('released'),
      admitted: count('admitted'),
      missing: count('expected', 'left', 'turned-away'),
    },
  };
}

function personView(facts: PeopleFacts, person: Person): Board['people'][number] {
  const { transaction, reading, deliveries, tries, now } = facts;
  const { status, identifiedBy, back, arrivalId, since } = whereabouts(reading, person, now);
  const pass = reading.passes.find(({ personId }) => personId === person.id);
  const own = deliveries.filter(({ personId }) => personId === person.id);
  return {
    id: person.id,
    name: person.name,
    aliases: person.aliases,
    role: person.role,
    status,
    certainty: identifiedBy === null ? null : 'confirmed',
    identifiedBy,
    back,
    arrivalId,
    hasEmail: person.email !== null,
    code: person.email === null && pass !== undefined ? passCode(transaction, pass) : null,
    invitation: deliveryState(own, 'invitation', now),
    passcode: deliveryState(own, 'passcode', now),
    weaker: isWeaker(person),
    wrongTries: tries.find(({ passId }) => passId === pass?.id)?.wrong ?? 0,
    since: iso(since),
  };
}

function deliveryState(own: readonly Delivery[], thread: Thread, now: Date) {
  const latest = latestOf(threadOf(own, thread));
  return latest === undefined ? null : stateOf(latest, now);
}

type Choice = Card['choices'][number];
const letIn: Choice = { act: 'let-in', label: 'Let in', key: 'l' };
const turnAway: Choice = { act: 'turn-away', label: 'Turn away', key: 't' };

const kinds: Record<CardKind, { says: (name: string) => string; choices: Choice[] }> = {
  'second-device': {
    says: (name) => `The pass of ${name} is used on a second device.`,
    choices: [letIn, turnAway],
  },
  late: { says: (name) => `${name} has come after the door was locked.`, choices: [letIn, turnAway] },
  greet: {
    says: (name) => `${name} is here.`,
    choices: [{ act: 'greet', label: 'Let in', key: 'l' }, turnAway],
  },
  removed: {
    says: (name) => `${name} was removed and asks to come in again.`,
    choices: [{ act: 'reopen', label: 'Reopen the pass', key: 'r' }],
  },
  'turned-away': {
    says: (name) => `${name} was turned away and asks again.`,
    choices: [letIn, turnAway],
  },
};

const cardsOf = ({ reading, now }: PeopleFacts): Card[] =>
  reading.arrivals.flatMap((arrival): Card[] => {
    const kind = exceptionAt(reading, arrival, now);
    const person = reading.people.find(({ id }) => id === arrival.personId);
    if (kind === undefined || person === undefined) return [];
    const { says, choices } = kinds[kind];
    const personIds = [person.id];
    const at = arrival.knockedAt.toISOString();
    return [{ id: arrival.id, kind, personIds, at, says: says(person.name), choices }];
  });

const verdictsOf = ({ verdicts }: Assurance): Board['verdicts'] =>
  verdicts.map(({ control, level, verdict, means, why }) => ({
    control,
    meaning: catalogue[control].meaning,
    level,
    verdict,
    means,
    why,
  }));

const dutiesOf = ({ plan }: DoorReading, records: readonly EvidenceRecord[]): Board['duties'] =>
  plan.duties.map(({ control, duty }) => ({
    control,
    duty,
    done: records.findLast(({ kind }) => kind === `host-duty:${control}`)?.holds ?? null,
  }));
