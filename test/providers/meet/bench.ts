import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { DomainError } from '../../../src/domain/errors.ts';
import { judge } from '../../../src/domain/judge.ts';
import { compile, type CompileInput } from '../../../src/domain/plan/compile.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import type { Intent, MeetingRef } from '../../../src/domain/provider.ts';
import { meet } from '../../../src/providers/meet/provider.ts';
import { COLLEAGUE, ORGANISER, startMeet, type Held } from '../../conformance/meet.harness.ts';
import { ordinaryMeet } from '../../support/ordinary-meet.ts';

/** A session that an absent employee organises, with a coach of the same organisation as co-host. */
export const coHosted: Partial<CompileInput> = {
  hosting: 'sponsor',
  people: { coach: 'member', organiserPresent: false },
};

/** A Google sandbox with a clock to turn, an adapter connected to it, and what its tests do again and again. */
export async function connectMeet(account: Record<string, unknown> = {}) {
  const clock = { now: new Date('2026-11-02T09:00:00.000Z') };
  const bench = await startMeet(account, () => clock.now);
  const budgets: { scope: string; limit: number; windowMs: number }[] = [];
  const connect = ({
    origin = bench.origin,
    settings = {},
    credentials = {},
  }: { origin?: string; settings?: object; credentials?: object } = {}) => {
    const connection = bench.connection(origin, 'right');
    return meet.connect(
      {
        settings: { ...(connection.settings as object), ...settings },
        credentials: { ...(connection.credentials as object), ...credentials },
      },
      {
        now: () => clock.now,
        timeoutMs: 5_000,
        takeBudget: async (budget) => {
          budgets.push(budget);
        },
      },
    );
  };
  const client = connect();
  const spaceOf = async ({ space }: MeetingRef): Promise<Held> => {
    const held = (await bench.spaces()).find(({ id }) => `spaces/${id}` === space);
    if (held === undefined) throw new Error('The sandbox has no such space.');
    return held;
  };
  const idOf = ({ space = '' }: MeetingRef) => space.slice('spaces/'.length);

  return {
    ...bench,
    clock,
    client,
    connect,
    budgets,
    spaceOf,
    plan: async (changes: Partial<CompileInput> = {}): Promise<Plan> =>
      compile({ ...ordinaryMeet, posture: await client.readPosture(ORGANISER), at: clock.now, ...changes }),
    intend: (changes: Partial<Intent> = {}): Intent => {
      const reference = randomBytes(12).toString('hex');
      const slots = { topic: `Session ${reference}`, reference, passcode: randomBytes(5).toString('hex') };
      return {
        reference,
        slots: { ...slots, coach: COLLEAGUE },
        organiser: ORGANISER,
        lookFirst: false,
        ...changes,
      };
    },
    /** Obligations that are due before the link is released and are not met. */
    notMet: async (ref: MeetingRef, compiled: Plan, intent: Intent): Promise<string[]> => {
      const observation = await client.observe(ref, compiled, intent);
      const posture = await client.readPosture(intent.organiser);
      return judge(compiled, { observation, posture, records: [], open: false }, clock.now).flatMap(
        ({ control, obligations }) =>
          obligations
            .filter(({ due, verdict }) => due === 'before-unseal' && verdict !== 'met')
            .map(({ verdict }) => `${control} ${verdict}`),
      );
    },
    misbehave: (rule: Record<string, unknown>) => bench.admin('POST', '/misbehaviours', rule),
    /** Somebody does something in Google's own screens. */
    does: (ref: MeetingRef, action: Record<string, unknown>) =>
      bench.admin('POST', `/meetings/${idOf(ref)}/people`, action),
    changes: (ref: MeetingRef, config: Record<string, unknown>) =>
      bench.admin('POST', `/meetings/${idOf(ref)}/settings`, { config }),
    requests: async () => (await bench.admin('GET', '/requests')) as { operation: string; path: string }[],
  };
}
export type Meet = Awaited<ReturnType<typeof connectMeet>>;

/** The expected failure of some work. */
export async function failureOf(work: Promise<unknown>): Promise<DomainError> {
  const reason = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(DomainError);
  return reason as DomainError;
}
