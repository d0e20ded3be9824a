import type { Plan } from '../domain/plan/plan.ts';
import { asCaller, found, requireOwnSession, type Application, type Caller } from './context.ts';

/** The plan that a session is held to now, with its version. */
export const getSessionPlan = (
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<{ version: number; plan: Plan }> =>
  asCaller(application, caller, 'sessions:read', async ({ sessions, plans }) => {
    const { id, planVersion } = requireOwnSession(caller, await sessions.find(sessionId));
    return { version: planVersion, plan: found(await plans.find(id, planVersion), 'plan') };
  });
