import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { controlIds } from '../../src/domain/controls/catalogue.ts';
import { DomainError, type ProviderErrorCode } from '../../src/domain/errors.ts';
import type { Posture } from '../../src/domain/evidence.ts';
import { sameJson } from '../../src/domain/json.ts';
import { judge, type Verdict } from '../../src/domain/judge.ts';
import { generatePasscode } from '../../src/domain/passcode.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import { mustGaps, type Plan } from '../../src/domain/plan/plan.ts';
import type { CompileContext } from '../../src/domain/plan/declaration.ts';
import type { Slots } from '../../src/domain/plan/wire.ts';
import type { Intent, MeetingRef, RegisteredProvider } from '../../src/domain/provider.ts';
import { LEFT_OUT } from '../../src/providers/shared/left-out.ts';
import {
  contraryTo,
  expectNoSecret,
  fieldOf,
  filled,
  readPath,
  secretsIn,
  sentExpectations,
  unmetBeforeUnseal,
  verdictOf,
} from './expectations.ts';
import type { Bench, Harness } from './harness.ts';
import { startMiddle, type Middle } from './middle.ts';

const TIMEOUT_MS = 5_000;
const SHORT_TIMEOUT_MS = 500;

/**
 * Every promise of the provider contract, tried on one provider against its sandbox. The cases come from the declaration and
 * from the plan that it gives: there is no list of what to skip.
 */
export function describeProvider(platform: string, provider: RegisteredProvider, harness: Harness): void {
  describe(`the provider ${platform}`, () => {
    let bench: Bench;
    let middle: Middle;
    let posture: Posture;
    let context: CompileContext;
    let plan: Plan;

    const connect = ({ origin = bench.origin, right = true, timeoutMs = TIMEOUT_MS } = {}) =>
      provider.connect(bench.connection(origin, right ? 'right' : 'wrong'), {
        now: () => new Date(),
        timeoutMs,
        takeBudget: async () => undefined,
      });
    const intend = (changes: Partial<Intent> = {}): Intent => {
      const reference = randomBytes(12).toString('hex');
      const passcode = generatePasscode(plan.passcodeRule, (limit) => randomBytes(4).readUInt32BE() % limit);
      const slots: Slots = { topic: `Session ${reference}`, reference, passcode };
      return { reference, slots, organiser: bench.organiser, lookFirst: false, ...changes };
    };
    const judged = async (ref: MeetingRef, intent: Intent): Promise<Verdict[]> => {
      const observation = await connect().observe(ref, plan, intent);
      return judge(plan, { observation, posture, records: [], open: false }, new Date());
    };
    const misbehave = async (rule: Record<string, unknown>): Promise<void> => {
      const response = await fetch(`${bench.origin}/_sandbox/misbehaviours`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rule),
      });
      if (!response.ok) throw new Error(`misbehaviour refused: ${await response.text()}`);
    };
    const failureOf = async (work: Promise<unknown>, intent?: Intent): Promise<DomainError> => {
      const error = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error, 'it fails with an expected error').toBeInstanceOf(DomainError);
      expectNoSecret(error as DomainError, [...bench.canaries, ...Object.values(intent?.slots ?? {})]);
      return error as DomainError;
    };

    beforeAll(async () => {
      bench = await harness.start();
      middle = await startMiddle(bench.origin);
      posture = await connect().readPosture(bench.organiser);
      context = {
        session: {
          startsAt: new Date(Date.now() + 86_400_000).toISOString(),
          endsAt: new Date(Date.now() + 90_000_000).toISOString(),
          timeZone: 'Europe/Berlin',
        },
        hosting: bench.hosting,
        people: bench.people,
        backing: bench.backing,
        posture,
      };
      const { declaration } = provider;
      plan = compile({ ...context, declaration, policy: confidentialSession, ruledOut: {}, at: new Date() });
    });
    afterEach(async () => {
      middle.spoil('not');
      await fetch(`${bench.origin}/_sandbox/misbehaviours`, { method: 'DELETE' });
    });
    afterAll(async () => {
      await middle.close();
      await bench.close();
    });

    it('is declared under its own id, with every control and where its facts come from', () => {
      expect(provider.declaration.platform).toBe(platform);
      expect(Object.keys(provider.declaration.controls).sort()).toEqual([...controlIds].sort());
      for (const id of controlIds) expect(provider.declaration.controls[id].sources, id).not.toEqual([]);
    });

    it('offers something that the built-in policy accepts for every control it names', () => {
      expect(mustGaps(plan)).toEqual([]);
    });

    it('judges every field that a control sends by what is read back, save those named as never answered', () => {
      const judgedItems = new Set(sentExpectations(plan).map(({ item }) => item));
      for (const { control, obligations, value } of plan.controls) {
        const { fields, notReadBack = [], offers } = provider.declaration.controls[control];
        const sent = Object.keys(fields?.(value, context) ?? {});
        expect(sent, `${control} names only what it sends`).toEqual(expect.arrayContaining([...notReadBack]));
        const left = sent.filter((item) => !judgedItems.has(item) && !notReadBack.includes(item));
        const isEnforced = obligations.some(({ means }) => means === 'enforced');
        if (isEnforced) expect(left, control).toEqual([]);
        const canEnforce = offers.some(({ parts }) => parts.some(({ means }) => means === 'enforced'));
        if (sent.length > 0) expect(canEnforce, `${control} can be judged by what it sends`).toBe(true);
      }
    });

    it('reads back when the meeting is', () => {
      const schedule = provider.declaration.schedule(context);
      const unique = plan.controls.find(({ control }) => control === 'entry.unique-meeting.v1');
      const items = unique?.obligations.flatMap(({ expects }) => expects.map(({ item }) => item));
      expect(items).toEqual(expect.arrayContaining([...schedule]));
    });

    it('has a function for every live act that it declares, and no other', () => {
      const client = connect() as unknown as Record<string, unknown>;
      const functions = ['hostLink', 'endNow', 'listArtifacts'].filter(
        (act) => typeof client[act] === 'function',
      );
      expect(functions.sort()).toEqual([...provider.acts].sort());
    });

    it('names the account in which a host starts, and gives nothing of it away otherwise', async () => {
      const client = connect();
      if (client.hostLink === undefined) return;
      const intent = intend();
      const made = await client.provision(plan, intent);
      const start = await client.hostLink(made.ref, { organiser: bench.organiser, coach: null });
      expect(start.account).not.toBe('');
      expect(start.says).toContain(start.account);
      expect(URL.canParse(start.link), 'the host has somewhere to go').toBe(true);
      // A link that makes its bearer the host may not be what people are given, nor stay behind anywhere.
      if (start.madeHostBy === 'link') {
        const kept = JSON.stringify([made, await client.observe(made.ref, plan, intent)]);
        const secret = new URL(start.link).search;
        expect(secret).not.toBe('');
        expect(secretsIn(kept, [start.link, secret])).toEqual([]);
      }
    });

    it('finds its connection in order', async () => {
      expect((await connect().verify(bench.organiser)).ok).toBe(true);
    });

    it('is not content with what it could not try, and says how to try it', async () => {
      const { ok, checks } = await connect().verify(undefined);
      expect(ok).toBe(false);
      expect(checks.find((check) => !check.ok)?.remedy).toContain('organiser');
    });

    it('does not take a token from before for credentials that work now', async () => {
      const client = connect();
      await client.readPosture(bench.organiser);
      await client.verify(bench.organiser);
      await bench.acceptCredentials(false);
      const { ok, checks } = await client.verify(bench.organiser);
      await bench.acceptCredentials(true);
      expect([ok, checks[0]?.ok]).toEqual([false, false]);
    });

    it('enforces what it offers to enforce, and reads it back equal, twice', async () => {
      const client = connect();
      const intent = intend();
      const { ref } = await client.provision(plan, intent);
      expect(unmetBeforeUnseal(await judged(ref, intent))).toEqual([]);
      const before = await bench.countMeetings();
      await client.revise(ref, plan, intent);
      expect(unmetBeforeUnseal(await judged(ref, intent))).toEqual([]);
      expect(await bench.countMeetings()).toBe(before);
    });

    it('retires a meeting, and one that is gone already', async () => {
      const client = connect();
      const intent = intend();
      const { ref } = await client.provision(plan, intent);
      await client.retire(ref, intent);
      await client.retire(ref, intent);
    });

    it('gives no secret away in what it observes', async () => {
      const intent = intend();
      const { ref } = await connect().provision(plan, intent);
      const text = JSON.stringify(await connect().observe(ref, plan, intent));
      expect(secretsIn(text, [...bench.canaries, ...Object.values(intent.slots)])).toEqual([]);
    });

    describe('where the vendor misbehaves', () => {
      /** A vendor may have no meeting at all without a field, such as its time; then nothing is made and nothing unseals. */
      const madeUnlessRefused = async (intent: Intent): Promise<MeetingRef | undefined> => {
        try {
          return (await connect().provision(plan, intent)).ref;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          await fetch(`${bench.origin}/_sandbox/misbehaviours`, { method: 'DELETE' });
          return undefined;
        }
      };

      it('sees every field that the vendor overrides', async () => {
        const cases = sentExpectations(plan);
        expect(cases.length).toBeGreaterThan(0);
        for (const sent of cases) {
          const value = contraryTo(sent.oneOf);
          await misbehave({ kind: 'override', field: fieldOf(sent.item), value });
          const intent = intend();
          const ref = await madeUnlessRefused(intent);
          if (ref !== undefined) expect(verdictOf(sent, await judged(ref, intent)), sent.item).toBe('unmet');
          await fetch(`${bench.origin}/_sandbox/misbehaviours`, { method: 'DELETE' });
        }
      });

      it.each(['drop', 'inherit'])(
        'calls a field met only where the vendor holds it, though it may %s it',
        async (kind) => {
          let seen = 0;
          for (const sent of sentExpectations(plan)) {
            await misbehave({ kind, field: fieldOf(sent.item) });
            const intent = intend();
            const ref = await madeUnlessRefused(intent);
            if (ref === undefined) continue;
            const held = readPath(await bench.stored(ref), sent.item);
            // A vendor that holds nothing is right only where the declaration itself takes that for an answer.
            const holds = sent.oneOf.some((wanted) =>
              sameJson(held === undefined ? LEFT_OUT : held, filled(wanted, intent.slots)),
            );
            if (!holds) {
              seen += 1;
              expect(['unmet', 'unknown'], sent.item).toContain(verdictOf(sent, await judged(ref, intent)));
            }
            await fetch(`${bench.origin}/_sandbox/misbehaviours`, { method: 'DELETE' });
          }
          expect(seen, 'the account’s defaults differ somewhere').toBeGreaterThan(0);
        },
      );

      it('believes a read-back that lies: a documented limit', async () => {
        const [sent] = sentExpectations(plan);
        if (sent === undefined) throw new Error('nothing is enforced');
        await misbehave({ kind: 'lie', field: fieldOf(sent.item), value: contraryTo(sent.oneOf) });
        const intent = intend();
        const { ref } = await connect().provision(plan, intent);
        expect(verdictOf(sent, await judged(ref, intent))).toBe('met');
      });

      it('does not know the outcome of a lost answer, and looks before it makes another meeting', async () => {
        const before = await bench.countMeetings();
        await misbehave({ kind: 'lose-response', operation: bench.createOperation, times: 1 });
        const intent = intend();
        const error = await failureOf(connect().provision(plan, intent), intent);
        expect(error.code).toBe('OUTCOME_UNKNOWN');
        const again = await connect().provision(plan, { ...intent, lookFirst: true });
        expect(unmetBeforeUnseal(await judged(again.ref, intent))).toEqual([]);
        expect(again.possibleStray || (await bench.countMeetings()) === before + 1).toBe(true);
      });
    });

    describe('where a call fails', () => {
      const codes = (...allowed: ProviderErrorCode[]) => allowed;

      it('says AUTH_FAILED for wrong credentials', async () => {
        const intent = intend();
        const wrong = connect({ right: false });
        expect((await failureOf(wrong.provision(plan, intent), intent)).code).toBe('AUTH_FAILED');
        const verification = await wrong.verify(bench.organiser);
        expect(verification.ok).toBe(false);
        for (const { ok, remedy } of verification.checks) if (!ok) expect(remedy).toMatch(/\w/);
        expect(secretsIn(JSON.stringify(verification), bench.canaries)).toEqual([]);
      });

      it('says RATE_LIMITED with the time that the vendor names', async () => {
        await misbehave({ kind: 'throttle', retryAfterSeconds: 7 });
        const intent = intend();
        const error = await failureOf(connect().provision(plan, intent), intent);
        expect(error.code).toBe('RATE_LIMITED');
        expect(error.retryAfterMs).toBe(7_000);
      });

      it('says UNAVAILABLE, or that the outcome is unknown, where the vendor is away', async () => {
        await misbehave({ kind: 'unavailable' });
        const intent = intend();
        const error = await failureOf(connect().provision(plan, intent), intent);
        expect(codes('UNAVAILABLE', 'OUTCOME_UNKNOWN')).toContain(error.code);
        expect((await failureOf(connect().readPosture(bench.organiser))).code).toBe('UNAVAILABLE');
      });

      it.each(['garble', 'hang'] as const)('says so where answers %s', async (how) => {
        const intent = intend();
        const { ref } = await connect().provision(plan, intent);
        const client = connect({ origin: middle.origin, timeoutMs: SHORT_TIMEOUT_MS });
        await client.observe(ref, plan, intent);
        middle.spoil(how, bench.tokenPath);
        expect((await failureOf(client.observe(ref, plan, intent), intent)).code).toBe('UNAVAILABLE');
        const other = intend();
        const error = await failureOf(client.provision(plan, other), other);
        expect(codes('UNAVAILABLE', 'OUTCOME_UNKNOWN')).toContain(error.code);
      });

      it('says NOT_FOUND for a retired meeting, unless the platform keeps it', async () => {
        const intent = intend();
        const { ref } = await connect().provision(plan, intent);
        const before = await bench.countMeetings();
        await connect().retire(ref, intent);
        const isGone = (await bench.countMeetings()) < before;
        const outcome = await connect()
          .observe(ref, plan, intent)
          .then(
            () => 'there',
            (error: unknown) => (error instanceof DomainError ? error.code : 'a bug'),
          );
        expect(outcome).toBe(isGone ? 'NOT_FOUND' : 'there');
      });
    });
  });
}
