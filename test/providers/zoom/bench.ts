import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { DomainError } from '../../../src/domain/errors.ts';
import { judge } from '../../../src/domain/judge.ts';
import { generatePasscode } from '../../../src/domain/passcode.ts';
import type { CompileInput } from '../../../src/domain/plan/compile.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import type { Intent, MeetingRef } from '../../../src/domain/provider.ts';
import { zoom } from '../../../src/providers/zoom/provider.ts';
import { ORGANISER, startZoom } from '../../conformance/zoom.harness.ts';
import { planFor } from './planning.ts';

/** A Zoom sandbox with an adapter connected to it, and what its tests do again and again. */
export async function connectZoom(account: Record<string, unknown> = {}) {
  const bench = await startZoom(account);
  const budgets: { scope: string; limit: number; windowMs: number }[] = [];
  const connect = ({ origin = bench.origin, settings = {} }: { origin?: string; settings?: object } = {}) => {
    const connection = bench.connection(origin, 'right');
    return zoom.connect(
      { ...connection, settings: { ...(connection.settings as object), ...settings } },
      {
        now: bench.now,
        timeoutMs: 5_000,
        takeBudget: async (budget) => {
          budgets.push(budget);
        },
      },
    );
  };
  const client = connect();
  const plan = async (changes: Partial<CompileInput> = {}): Promise<Plan> =>
    planFor({ posture: await client.readPosture(ORGANISER), at: bench.now(), ...changes });

  return {
    ...bench,
    client,
    connect,
    budgets,
    plan,
    intend: (changes: Partial<Intent> = {}): Intent => {
      const reference = randomBytes(12).toString('hex');
      const passcode = generatePasscode({ length: 10, groups: ['upper', 'lower', 'digit'] }, (limit) =>
        Math.floor((randomBytes(1).readUInt8() / 256) * limit),
      );
      const slots = { topic: `Session ${reference.slice(0, 6)}`, reference, passcode };
      return { reference, slots, organiser: ORGANISER, lookFirst: false, ...changes };
    },
    /** Controls that are not met of those that must be before the link is released. */
    notMet: async (ref: MeetingRef, compiled: Plan, intent: Intent): Promise<string[]> => {
      const observation = await client.observe(ref, compiled, intent);
      const posture = await client.readPosture(intent.organiser);
      return judge(compiled, { observation, posture, records: [], open: false }, bench.now()).flatMap(
        ({ control, obligations }) =>
          obligations
            .filter(({ due, verdict }) => due === 'before-unseal' && verdict !== 'met')
            .map(({ verdict }) => `${control} ${verdict}`),
      );
    },
    misbehave: (rule: Record<string, unknown>) => bench.admin('POST', '/misbehaviours', rule),
    does: ({ meetingId }: MeetingRef, action: Record<string, unknown>) =>
      bench.admin('POST', `/meetings/${meetingId ?? ''}/people`, action),
  };
}

/** The expected failure of some work. */
export async function failureOf(work: Promise<unknown>): Promise<DomainError> {
  const reason = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(DomainError);
  return reason as DomainError;
}
