import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Application } from '../application/context.ts';
import { createOnce, type CreateSteps } from '../application/idempotency.ts';
import { Json } from '../domain/json.ts';
import { callerOf } from './plugins/authentication.ts';

/** Headers of a request that creates: loose, since every request carries others too. */
export const CreateHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'Must be 1 to 255 visible ASCII characters, without spaces.')
    .optional()
    .describe(
      'Your own key for this one request, such as a UUID. Sent again with the same body, it creates nothing new and answers with what was made.',
    ),
});

/** Creates at once, or once for the request’s Idempotency-Key; gives what was made, now or by the first request. */
export async function createForRequest<T extends object>(
  application: Application,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  status: 201 | 202,
  steps: CreateSteps<T>,
): Promise<T> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') {
    return steps.create(async () => undefined);
  }
  const caller = callerOf(request);
  const [path] = request.url.split('?');
  // What one coach made is not given to another who happens upon the same key.
  const operation = `${request.method} ${path}${caller.hostId === undefined ? '' : ` by ${caller.hostId}`}`;
  const made = await createOnce(
    application,
    caller,
    { operation, key, request: Json.parse(request.body), status },
    steps,
  );
  if (made.replayed) reply.header('idempotency-replayed', 'true');
  return made.resource;
}
