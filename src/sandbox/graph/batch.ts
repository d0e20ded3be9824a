import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Json, JsonObject } from '../shared/paths.ts';
import { tenantOf } from './access.ts';
import { badRequest } from './errors.ts';
import type { World } from './world.ts';

const Item = z.strictObject({
  id: z.string(),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
  dependsOn: z.array(z.string()).optional(),
});
type Item = z.infer<typeof Item>;

const Batch = z.strictObject({ requests: z.array(Item).min(1).max(20) });

interface Answer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: Json;
}

/** JSON batching: up to 20 requests in one, each answered, throttled and logged as if it had come by itself. */
export function registerBatch(vendor: FastifyInstance, world: World): void {
  vendor.post('/v1.0/$batch', { config: { operation: 'batch' } }, async (request) => {
    tenantOf(world, request);
    const { requests } = readBatch(request.body);
    const answers = new Map<string, Answer>();
    for (const item of requests) {
      const held = (item.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 424) >= 400);
      const answer = held
        ? failed(item, 424, 'FailedDependency', 'A request that this one depends on failed.')
        : await dispatch(vendor, item, String(request.headers.authorization));
      answers.set(item.id, answer);
    }
    return { responses: [...answers.values()] };
  });
}

function readBatch(body: unknown): z.infer<typeof Batch> {
  const parsed = Batch.safeParse(body);
  if (!parsed.success) throw badRequest('Invalid batch payload format.');
  const ids = parsed.data.requests.map((item) => item.id.toLowerCase());
  if (new Set(ids).size < ids.length) throw badRequest('Every request in a batch must have its own id.');
  for (const item of parsed.data.requests) {
    const typed = Object.keys(item.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
    if (item.body !== undefined && !typed)
      throw badRequest('Write requests must have a Content-Type header.');
  }
  return parsed.data;
}

async function dispatch(vendor: FastifyInstance, item: Item, authorization: string): Promise<Answer> {
  const response = await vendor
    .inject({
      method: item.method,
      url: `/v1.0/${item.url.replace(/^\//, '')}`,
      headers: { ...item.headers, authorization },
      ...(item.body === undefined ? {} : { payload: JSON.stringify(item.body) }),
    })
    .catch(() => undefined);
  // Behind the batch the answer was lost; whether the request was carried out, the caller cannot tell.
  if (response === undefined) return failed(item, 504, 'GatewayTimeout', 'No answer was received in time.');
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'retry-after', 'request-id']) {
    const value = response.headers[name];
    if (value !== undefined) headers[name] = String(value);
  }
  const answer: Answer = { id: item.id, status: response.statusCode, headers };
  return response.body === '' ? answer : { ...answer, body: response.json<JsonObject>() };
}

const failed = (item: Item, status: number, code: string, message: string): Answer => ({
  id: item.id,
  status,
  body: { error: { code, message } },
});
