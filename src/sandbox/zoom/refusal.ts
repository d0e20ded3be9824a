import type { FastifyReply } from 'fastify';

/**
 * A refusal in Zoom's words: HTTP status, `code` and `message`. Codes are Zoom's of October 2023 and what was
 * measured since; `code` is not the HTTP status.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: { field: string; message: string }[] | undefined;
  constructor(status: number, code: number, message: string, errors?: { field: string; message: string }[]) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const invalidToken = (message = 'Invalid access token.') => new Refusal(401, 124, message);
export const userMissing = (userId: string) => new Refusal(404, 1001, `User does not exist: ${userId}.`);
export const meetingMissing = (meetingId: string) =>
  new Refusal(404, 3001, `Meeting does not exist: ${meetingId}.`);
export const recordingMissing = () => new Refusal(404, 3301, 'There is no recording for this meeting.');
export const paidOnly = (accountId: string) =>
  new Refusal(400, 200, `Only available for paid account: ${accountId}.`);
export const invalidField = (field: string, message = 'Invalid field.') =>
  new Refusal(400, 300, 'Validation Failed.', [{ field, message }]);

/** Sends a refusal as Zoom does: `{ code, message, errors? }`. */
export function sendRefusal(reply: FastifyReply, { status, code, message, errors }: Refusal): FastifyReply {
  return reply.code(status).send({ code, message, ...(errors && { errors }) });
}

/** Answers 429 for the per-second limit. */
export function throttled(reply: FastifyReply, retryAfterSeconds: number | undefined): FastifyReply {
  reply.headers({ 'x-ratelimit-category': 'Light', 'x-ratelimit-type': 'QPS', 'x-ratelimit-remaining': '0' });
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const message = 'You have reached the maximum per-second rate limit for this API. Try again later.';
  return sendRefusal(reply, new Refusal(429, 429, message));
}

/** Answers 429 for the daily limit of creates and updates; `Retry-After` is then a date, the next 00:00 UTC. */
export function dailyLimitReached(reply: FastifyReply, limit: number, now: Date): FastifyReply {
  const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  reply.headers({
    'x-ratelimit-category': 'Light',
    'x-ratelimit-type': 'Daily-limit',
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
    'retry-after': midnight.toISOString().replace('.000Z', 'Z'),
  });
  const message = `You have reached the maximum daily rate limit for this API. Refer to the response header for details.`;
  return sendRefusal(reply, new Refusal(429, 429, message));
}

export const unavailable = (reply: FastifyReply): FastifyReply =>
  sendRefusal(reply, new Refusal(503, 503, 'Service temporarily unavailable.'));
