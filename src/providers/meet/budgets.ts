import type { TakeBudget } from '../../domain/provider.ts';
import type { RateLimits } from './settings.ts';

/** Google counts making spaces, other writes and reads apart; identity calls are counted with the reads here. */
export type CallKind = 'create' | 'read' | 'write';

const WINDOW_MS = 60_000;

const limits: Record<CallKind, { perUser: keyof RateLimits; perProject: keyof RateLimits }> = {
  create: { perUser: 'createPerUser', perProject: 'createPerProject' },
  read: { perUser: 'readPerUser', perProject: 'readPerProject' },
  write: { perUser: 'writePerUser', perProject: 'writePerProject' },
};

/** Asks both budgets of a call: the user's first, so that one user's burst does not use up the project's. */
export const createTakeLeave =
  (rateLimits: RateLimits, takeBudget: TakeBudget) =>
  async (kind: CallKind, user: string): Promise<void> => {
    const { perUser, perProject } = limits[kind];
    await takeBudget({ scope: `meet-${kind}:${user}`, limit: rateLimits[perUser], windowMs: WINDOW_MS });
    await takeBudget({ scope: `meet-${kind}`, limit: rateLimits[perProject], windowMs: WINDOW_MS });
  };
