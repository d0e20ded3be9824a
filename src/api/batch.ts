import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Application } from '../application/context.ts';
import type { Put } from '../application/put-by-ref.ts';
import { DomainError } from '../domain/errors.ts';
import { logUnexpected } from './plugins/problems.ts';
import { answerTo, Problem, problemOfIssues } from './problem.ts';

export const MAX_BATCH = 100;
/** A batch starts no further item after this, so that it is answered before proxies give up; milliseconds. */
const BATCH_TIME_MS = 25_000;

/** A batch of these. Each item is judged for itself: what is wrong with one does not refuse the others. */
export const batchOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .strictObject({
      // The second member lets a wrong item through to be judged with the others; the first is what is documented.
      items: z
        .array(z.union([item, z.unknown()]))
        .min(1)
        .max(MAX_BATCH),
    })
    .meta({ id, description: 'Items with your own references, carried out in order.' });

export const BatchResult = z
  .object({
    items: z.array(
      z.object({
        externalRef: z
          .string()
          .nullable()
          .describe('As given; null where the item had none that could be read.'),
        outcome: z.enum(['created', 'changed', 'unchanged', 'failed']),
        status: z
          .int()
          .describe(
            '201 created, 200 changed or unchanged, else the problem’s. A session’s work at the platform follows.',
          ),
        id: z.uuid().optional(),
        problem: Problem.optional(),
      }),
    ),
  })
  .meta({ id: 'BatchResult', description: 'One result for each item, in the order given.' });
type BatchResult = z.infer<typeof BatchResult>;

const statuses = { created: 201, changed: 200, unchanged: 200 } as const;

const Named = z.object({ externalRef: z.string().max(128) });

/** Carries out each item in order. Sending the same batch again continues where it stopped and leaves the rest as it is. */
export async function carryOut<Item extends { externalRef: string }>(
  { ambient }: Application,
  request: FastifyRequest,
  {
    schema,
    items,
    put,
  }: {
    schema: z.ZodType<Item>;
    items: readonly unknown[];
    put: (item: Item) => Promise<Put<{ id: string; version: number }>>;
  },
): Promise<BatchResult> {
  const startedAt = ambient.now().getTime();
  const results: BatchResult['items'] = [];
  for (const raw of items) {
    const named = Named.safeParse(raw);
    const externalRef = named.success ? named.data.externalRef : null;
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      results.push(failed(externalRef, problemOfIssues(parsed.error)));
      continue;
    }
    try {
      if (ambient.now().getTime() - startedAt > BATCH_TIME_MS) throw tooLong();
      const { record, outcome } = await put(parsed.data);
      results.push({ externalRef, outcome, status: statuses[outcome], id: record.id });
    } catch (error) {
      logUnexpected(error, request);
      results.push(failed(externalRef, answerTo(error).problem));
    }
  }
  return { items: results };
}

const failed = (externalRef: string | null, problem: Problem): BatchResult['items'][number] => ({
  externalRef,
  outcome: 'failed',
  status: problem.status,
  problem,
});

const tooLong = () =>
  new DomainError('TOO_MANY_REQUESTS', 'The batch took too long to reach this item. Send the batch again.', {
    retryAfterMs: 1_000,
  });
