import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { DomainError } from '../../../src/domain/errors.ts';
import { judge } from '../../../src/domain/judge.ts';
import { compile, type CompileInput } from '../../../src/domain/plan/compile.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import type {
  Intent,
  LiveActs,
  MeetingRef,
  ProviderClient,
  ProviderContext,
} from '../../../src/domain/provider.ts';
import { teams } from '../../../src/providers/teams/provider.ts';
import { startTeams, type TeamsBench } from '../../conformance/teams.harness.ts';
import { ordinaryTeams } from '../../support/ordinary-teams.ts';

/** A sandbox and the adapter in front of it, for one test file. */
export interface Session {
  bench: () => TeamsBench;
  connect: (context?: Partial<ProviderContext>) => ProviderClient & Partial<LiveActs>;
  intend: (changes?: Partial<Intent>) => Intent;
  misbehave: (rule: Record<string, unknown>) => Promise<unknown>;
  /** The requests that the sandbox got since the test began, as its own names of the operations. */
  operations: () => Promise<string[]>;
  /** The controls with an obligation due before unsealing that is not met. */
  notMet: (ref: MeetingRef, plan: Plan, intent: Intent) => Promise<string[]>;
  /** The expected failure of work that fails; it holds no secret of the tenant or the session. */
  failureOf: (work: Promise<unknown>, intent?: Intent) => Promise<DomainError>;
}

export const planFor = (changes: Partial<CompileInput> = {}): Plan =>
  compile({ ...ordinaryTeams, ...changes });

/** Starts the bench before the file's tests and puts the tenant back after each. */
export function useTeams(kind: 'secret' | 'certificate' = 'secret'): Session {
  let started: TeamsBench | undefined;
  const bench = () => {
    if (started === undefined) throw new Error('the bench is not started');
    return started;
  };
  beforeAll(async () => {
    started = await startTeams(kind);
  });
  afterEach(async () => {
    await bench().admin('DELETE', '/misbehaviours');
    await bench().admin('DELETE', '/requests');
    await bench().setUp();
  });
  afterAll(() => bench().close());

  const connect: Session['connect'] = (context = {}) =>
    teams.connect(bench().connection(bench().origin, 'right'), {
      now: bench().now,
      timeoutMs: 5_000,
      takeBudget: async () => undefined,
      ...context,
    });
  return {
    bench,
    connect,
    intend: (changes = {}) => {
      const reference = randomBytes(12).toString('hex');
      const slots = { topic: `Session ${reference.slice(0, 6)}`, reference };
      return { reference, slots, organiser: bench().organiser, lookFirst: false, ...changes };
    },
    misbehave: (rule) => bench().admin('POST', '/misbehaviours', rule),
    operations: async () =>
      ((await bench().admin('GET', '/requests')) as { operation: string }[])
        .map(({ operation }) => operation)
        .filter((operation) => operation !== 'token'),
    notMet: async (ref, plan, intent) => {
      const observation = await connect().observe(ref, plan, intent);
      const evidence = { observation, posture: ordinaryTeams.posture, records: [], open: false };
      return judge(plan, evidence, bench().now())
        .filter(({ obligations }) =>
          obligations.some(({ due, verdict }) => due === 'before-unseal' && verdict !== 'met'),
        )
        .map(({ control, verdict }) => `${control} ${verdict}`);
    },
    failureOf: async (work, intent) => {
      const error = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(DomainError);
      const { message, field, facts, cause } = error as DomainError;
      const said = JSON.stringify({ message, field, facts, cause: String(cause) });
      const secrets = [...bench().canaries, ...Object.values(intent?.slots ?? {}), bench().organiser];
      for (const secret of secrets) expect(said).not.toContain(secret);
      return error as DomainError;
    },
  };
}
