import { found, type Application } from './context.ts';
import { jobFor, lookAgainAfterLease } from './intent-jobs.ts';
import type { IntentPayload } from './ports.ts';
import { step } from './session-step.ts';
import { givenUp } from './settle-reasons.ts';

const RETIRE_AGAIN_MS = 60 * 60_000;

/**
 * The queue gave an intent's job up: every try ended by a bug, or its worker died. A session that waits for it is blocked, from
 * where it can be retried. A meeting that is to be retired is tried again for as long as it takes: its link may be out. Giving
 * up twice changes nothing, and an intent that another worker holds is left to it.
 */
export async function giveUp(
  application: Application,
  { organisationId, sessionId, intentId }: IntentPayload,
): Promise<void> {
  const { database, ambient, leaseMs, queue } = application;
  await database.inOrganisation(organisationId, async (transaction) => {
    const { intents, sessions } = transaction;
    const now = ambient.now();
    const claimed = await intents.claim(intentId, now, new Date(now.getTime() + leaseMs));
    const session = found(await sessions.findForUpdate(sessionId), 'session');
    if (claimed === undefined) {
      await lookAgainAfterLease(application, transaction, session, intentId);
      return;
    }
    const { intent, lookFirst } = claimed;
    const again = intent.kind === 'retire';
    await intents.conclude(intent.id, intent.attempt, {
      state: again ? 'pending' : 'failed',
      outcomeUnknown: lookFirst,
      errorCode: 'INTERNAL',
      possibleStrays: intent.possibleStrays,
    });
    if (again) {
      const startAfter = new Date(now.getTime() + RETIRE_AGAIN_MS);
      await queue.enqueue(transaction, jobFor(transaction, session, intent, startAfter));
    } else {
      await step(application, transaction, session, { type: 'failed' }, [givenUp], {
        action: 'session.blocked',
        details: { code: 'INTERNAL' },
      });
    }
  });
}
