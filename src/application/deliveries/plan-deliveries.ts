import { reconcile, threadOf, type Delivery } from '../../domain/outbox.ts';
import type { Application } from '../context.ts';
import { dueToHost, dueToPerson, lockOccasion, type Due, type Expected, type Occasion } from './occasion.ts';
import { addDelivery, endSuperseded } from './outbox.ts';
import { recordPasscodes } from './passcode-delivered.ts';
import type { Recipient, SessionPayload, Transaction } from '../ports.ts';

/** Has the session's deliveries compared with what is so now, once the caller's transaction commits. */
export const planDeliveriesSoon = (
  { queue }: Application,
  transaction: Transaction,
  sessionId: string,
): Promise<void> =>
  queue.enqueue(transaction, {
    name: 'plan-deliveries',
    payload: { organisationId: transaction.organisationId, sessionId },
    group: sessionId,
  });

const PAGE = 100;

/** The same for every session that a coach has still to lead, after a change of the coach's address. */
export async function planDeliveriesOfHost(
  application: Application,
  transaction: Transaction,
  hostId: string,
): Promise<void> {
  const toCome = { hostId, startsFrom: application.ambient.now() };
  for (let after: string | undefined; ;) {
    const sessions = await transaction.sessions.list({ after, limit: PAGE }, toCome);
    for (const { id } of sessions) await planDeliveriesSoon(application, transaction, id);
    if (sessions.length < PAGE) return;
    after = sessions.at(-1)?.id;
  }
}

/**
 * Brings the outbox of a session to what everybody should have now: after the session was settled, cancelled, or its roster
 * changed. Running it twice changes nothing.
 */
export const planDeliveries = (
  application: Application,
  { organisationId, sessionId }: SessionPayload,
): Promise<void> =>
  application.database.inOrganisation(organisationId, async (transaction) => {
    const occasion = await lockOccasion(transaction, sessionId);
    const [all, active, people] = await Promise.all([
      transaction.deliveries.listOf(sessionId),
      transaction.passes.listActive(sessionId),
      transaction.people.listOf(sessionId),
    ]);
    let changed = await planFor(application, transaction, occasion, { host: occasion.host }, all);
    const passes = new Map(active.map((pass) => [pass.personId, pass]));
    for (const person of people) {
      const to = { person, pass: passes.get(person.id) };
      changed = (await planFor(application, transaction, occasion, to, all)) || changed;
    }
    await recordPasscodes(application, transaction, sessionId);
    if (changed) await transaction.doors.touch(sessionId);
  });

/** As `planDeliveries`, for whom this delivery is for. */
export async function planAnew(
  application: Application,
  transaction: Transaction,
  occasion: Occasion,
  { personId, hostId }: Delivery,
): Promise<void> {
  const sessionId = occasion.session.id;
  if (hostId !== null) {
    const theirs = await transaction.deliveries.listOf(sessionId, { hostId });
    await planFor(application, transaction, occasion, { host: occasion.host }, theirs);
  }
  if (personId === null) return;
  const person = await transaction.people.find(personId);
  if (person === undefined) return;
  const pass = await transaction.passes.findActive(personId);
  const theirs = await transaction.deliveries.listOf(sessionId, { personId });
  await planFor(application, transaction, occasion, { person, pass }, theirs);
}

type Addressee = Expected | { host: Occasion['host'] };

/** Compares and changes; whether there was anything to change. */
async function planFor(
  application: Application,
  transaction: Transaction,
  occasion: Occasion,
  to: Addressee,
  all: readonly Delivery[],
): Promise<boolean> {
  const recipient: Recipient = 'person' in to ? { personId: to.person.id } : { hostId: to.host.id };
  const dues =
    'person' in to
      ? dueToPerson(application, transaction, occasion, to)
      : dueToHost(application, transaction, occasion);
  const theirs = all.filter((delivery) =>
    'personId' in recipient ? delivery.personId === recipient.personId : delivery.hostId === recipient.hostId,
  );
  let changed = false;
  for (const due of dues)
    changed = (await bring(application, transaction, occasion, recipient, theirs, due)) || changed;
  return changed;
}

async function bring(
  application: Application,
  transaction: Transaction,
  { session }: Occasion,
  recipient: Recipient,
  theirs: readonly Delivery[],
  { thread, kinds, wanted }: Due,
): Promise<boolean> {
  const now = application.ambient.now();
  const { supersede, insert } = reconcile(threadOf(theirs, thread), kinds, wanted, now);
  for (const delivery of supersede) await endSuperseded(application, transaction, delivery);
  if (insert !== null) {
    await addDelivery(application, transaction, { sessionId: session.id, ...recipient, ...insert });
  }
  return supersede.length > 0 || insert !== null;
}
