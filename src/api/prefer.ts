import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { awaitSettled } from '../application/await-settled.ts';
import type { Application } from '../application/context.ts';
import type { SessionSummary } from '../application/ports.ts';
import { callerOf } from './plugins/authentication.ts';

const MAX_WAIT_SECONDS = 30;

/** A header with which the caller asks to wait for the platform (RFC 7240). */
export const preferShape = {
  prefer: z
    .string()
    .optional()
    .describe(
      '`wait=N`: the answer waits up to N seconds, 30 at most, for the work at the platform to end. Other preferences are ignored.',
    ),
};

/** How many seconds the request prefers to wait; undefined where it does not say. */
export function preferredWaitSeconds({ headers: { prefer } }: FastifyRequest): number | undefined {
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?(?=$|[,;\s])/i.exec(text) ?? [];
  return seconds === undefined ? undefined : Math.min(Number(seconds), MAX_WAIT_SECONDS);
}

/** Gives the session as it is after the wait that the request prefers, which ends early where the process stops. */
export async function afterPreferredWait(
  application: Application,
  { request, reply, closing }: { request: FastifyRequest; reply: FastifyReply; closing: AbortSignal },
  session: SessionSummary,
): Promise<SessionSummary> {
  const seconds = preferredWaitSeconds(request);
  if (seconds === undefined) return session;
  reply.header('preference-applied', `wait=${seconds}`);
  // The answer's end, not the request's: a request is over once its body was read.
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([closing, gone.signal]);
  return awaitSettled(application, callerOf(request), session, {
    waitMs: seconds * 1000,
    pause: async (ms) => {
      await wait(ms, undefined, { signal }).catch(() => undefined);
      return !signal.aborted;
    },
  });
}
