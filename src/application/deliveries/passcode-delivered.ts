import { isDelivered, latestOf, threadOf } from '../../domain/outbox.ts';
import { isWeaker } from '../../domain/roster.ts';
import type { Application } from '../context.ts';
import type { Transaction } from '../ports.ts';

const KIND = 'passcode-delivered';

/**
 * Writes down whether everybody who is expected has the passcode, where that has changed. Until it is so, or has failed for
 * somebody, nothing is written: it is still to come. `weaker` counts those to whom the passcode came apart from the invitation,
 * but into the same mailbox. The caller holds the session's lock.
 */
export async function recordPasscodes(
  { ambient }: Application,
  transaction: Transaction,
  sessionId: string,
): Promise<void> {
  const people = await transaction.people.listOf(sessionId);
  const expected = people.filter(({ withdrawnAt }) => withdrawnAt === null);
  if (expected.length === 0) return;
  const all = Map.groupBy(await transaction.deliveries.listOf(sessionId), ({ personId }) => personId);
  const latest = expected.map(({ id }) => latestOf(threadOf(all.get(id) ?? [], 'passcode')));
  const undelivered = latest.filter((delivery) => delivery === undefined || !isDelivered(delivery)).length;
  const hasFailed = latest.some(
    (delivery) => delivery?.outcome === 'bounced' || delivery?.outcome === 'failed',
  );

  const records = await transaction.records.list(sessionId);
  const before = records.findLast(({ kind }) => kind === KIND);
  const holds = undelivered === 0;
  if (before === undefined ? !holds && !hasFailed : before.holds === holds) return;
  await transaction.records.insert({
    id: ambient.newId(),
    sessionId,
    control: 'entry.passcode-delivery.v1',
    kind: KIND,
    holds,
    recordedAt: ambient.now().toISOString(),
    body: { people: expected.length, undelivered, weaker: expected.filter(isWeaker).length },
  });
}
