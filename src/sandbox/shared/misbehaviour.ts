import { z } from 'zod';

/**
 * What a sandbox can be told to do wrong, so that a test can see what the service makes of it.
 *
 * - `drop`: the named field of a write is accepted and ignored; what was there (or the vendor's own default) stays.
 * - `inherit`: the named field of a write is replaced by the account's default.
 * - `override`: the named field of a write is replaced by `value`, as an account lock or a template does.
 * - `lie`: the write is stored and read back as sent, but the meeting behaves as if the field were `value`.
 * - `lose-response`: the write is committed, then the connection is cut before the answer.
 * - `stall`: the answer comes after `delayMs`.
 * - `throttle`: the vendor's own 429, with `retryAfterSeconds` where the vendor sends one.
 * - `unavailable`: the vendor's own 503.
 * - `duplicate-webhooks`, `reorder-webhooks`: each webhook twice; webhooks held back in pairs and sent the wrong way round.
 */
export const MisbehaviourKind = z.enum([
  'drop',
  'inherit',
  'override',
  'lie',
  'lose-response',
  'stall',
  'throttle',
  'unavailable',
  'duplicate-webhooks',
  'reorder-webhooks',
]);
export type MisbehaviourKind = z.infer<typeof MisbehaviourKind>;

/** The kinds that act on one named field of a write. */
export const WRITE_KINDS: readonly MisbehaviourKind[] = ['drop', 'inherit', 'override', 'lie'];

export const Misbehaviour = z
  .strictObject({
    kind: MisbehaviourKind,
    account: z.string().optional().describe('Only requests of this account; absent: every account.'),
    operation: z
      .string()
      .optional()
      .describe("Only this operation, by the sandbox's own name; absent: every one."),
    field: z
      .string()
      .optional()
      .describe('Dotted path in the request body, for drop, inherit, override and lie.'),
    value: z.json().optional().describe('For override and lie.'),
    times: z.int().min(1).optional().describe('How often, then it ends; absent: until it is removed.'),
    delayMs: z.int().min(0).max(60_000).optional(),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  })
  .refine((rule) => rule.field !== undefined || !WRITE_KINDS.includes(rule.kind), {
    path: ['field'],
    message: 'drop, inherit, override and lie need the field they act on',
  });
export type Misbehaviour = z.infer<typeof Misbehaviour>;

interface Where {
  account?: string | undefined;
  operation?: string | undefined;
}

/** The misbehaviours in force in one sandbox, and how often each was acted out. */
export class Misbehaviours {
  #next = 1;
  #active = new Map<string, { rule: Misbehaviour; hits: number }>();

  add(rule: Misbehaviour): string {
    const id = String(this.#next++);
    this.#active.set(id, { rule, hits: 0 });
    return id;
  }

  remove(id: string): boolean {
    return this.#active.delete(id);
  }

  clear(): void {
    this.#active.clear();
  }

  list(): { id: string; rule: Misbehaviour; hits: number }[] {
    return [...this.#active].map(([id, entry]) => ({ id, ...entry }));
  }

  /**
   * Every rule of these kinds that applies here and is not used up; each counts as acted out once.
   * `applies` leaves out rules that would change nothing here, so that they are not used up unseen.
   */
  take(
    kinds: readonly MisbehaviourKind[],
    where: Where,
    applies: (rule: Misbehaviour) => boolean = () => true,
  ): Misbehaviour[] {
    const taken: Misbehaviour[] = [];
    for (const entry of this.#active.values()) {
      const { rule } = entry;
      if (!kinds.includes(rule.kind)) continue;
      if (rule.account !== undefined && rule.account !== where.account) continue;
      if (rule.operation !== undefined && rule.operation !== where.operation) continue;
      if (rule.times !== undefined && entry.hits >= rule.times) continue;
      if (!applies(rule)) continue;
      entry.hits += 1;
      taken.push(rule);
    }
    return taken;
  }
}
