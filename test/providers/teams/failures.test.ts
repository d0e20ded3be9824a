import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/domain/errors.ts';
import { graphFailure } from '../../../src/providers/teams/graph-failure.ts';
import { teams } from '../../../src/providers/teams/provider.ts';
import { planFor, useTeams } from './session.ts';

const { bench, connect, intend, misbehave, operations, failureOf } = useTeams();

describe('a call that Graph refuses', () => {
  it('names the permission that is missing', async () => {
    await bench().setUp({ roles: ['OnlineMeetings.ReadWrite.All'] });
    const intent = intend();
    const error = await failureOf(connect().provision(planFor(), intent), intent);
    expect(error).toMatchObject({ code: 'AUTH_FAILED', facts: { permission: 'Calendars.ReadWrite' } });
  });

  it('names the missing application access policy and the cmdlet', async () => {
    await bench().setUp({}, { applicationAccessPolicy: false });
    const intent = intend();
    const error = await failureOf(connect().provision(planFor({ backing: 'standalone' }), intent), intent);
    expect(error).toMatchObject({ code: 'AUTH_FAILED', facts: { missing: 'application-access-policy' } });
    expect(error.message).toMatch(/Grant-CsApplicationAccessPolicy/);
  });

  it('names the field of ours that Graph will not have', async () => {
    const plan = planFor({ backing: 'standalone' });
    const intent = intend();
    const wire = { ...plan.wire, 'meeting.allowMeetingChat': 'sometimes' };
    const { ref } = await connect().provision({ ...plan, wire }, intent);
    const error = await failureOf(connect().revise(ref, { ...plan, wire }, intent), intent);
    expect(error).toMatchObject({ code: 'REJECTED', field: 'meeting.allowMeetingChat' });
  });

  it.each([
    [400, { error: { message: 'boom client@example.org' } }, 'REJECTED'],
    [401, {}, 'AUTH_FAILED'],
    [403, undefined, 'AUTH_FAILED'],
    [404, { error: { code: 'NotFound', message: 'x' } }, 'NOT_FOUND'],
    [409, {}, 'REJECTED'],
    [429, {}, 'RATE_LIMITED'],
    [500, 'not json', 'UNAVAILABLE'],
    [503, {}, 'UNAVAILABLE'],
    [504, {}, 'UNAVAILABLE'],
  ])('says for status %i the right code and nothing of the answer', (status, answer, code) => {
    const error = graphFailure(status, answer, { repeatable: true, permission: 'P' }, undefined);
    expect(error.code).toBe(code);
    expect(`${error.message}${JSON.stringify(error.facts)}`).not.toMatch(/boom|example/);
  });

  it('does not know the outcome where a write that makes something fails at the vendor', () => {
    const error = graphFailure(502, {}, { repeatable: false, permission: 'P' }, undefined);
    expect(error.code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('a call that is not made twice', () => {
  it('is never repeated by itself where the vendor is away', async () => {
    await misbehave({ kind: 'unavailable', operation: 'event.create' });
    const intent = intend();
    await failureOf(connect().provision(planFor(), intent), intent);
    expect(await operations()).toEqual(['event.create']);
  });

  it('does not begin where nothing listens: that it had no effect is certain', async () => {
    const closed = 'http://127.0.0.1:1';
    const client = teams.connect(bench().connection(closed, 'right'), {
      now: bench().now,
      timeoutMs: 1_000,
      takeBudget: async () => undefined,
    });
    const intent = intend();
    expect((await failureOf(client.provision(planFor(), intent), intent)).code).toBe('UNAVAILABLE');
  });
});

describe('a token', () => {
  const tokens = async () =>
    ((await bench().admin('GET', '/requests')) as { operation: string }[]).filter(
      ({ operation }) => operation === 'token',
    ).length;

  it('is used for many calls', async () => {
    const client = connect();
    const intent = intend();
    const { ref } = await client.provision(planFor(), intent);
    await client.observe(ref, planFor(), intent);
    expect(await tokens()).toBe(1);
  });

  it('that has ended before its time is replaced, and the refused call made again', async () => {
    const client = connect();
    const intent = intend();
    const { ref } = await client.provision(planFor(), intent);
    bench().pass(2 * 3_600_000);
    await client.observe(ref, planFor(), intent);
    expect(await tokens()).toBe(2);
  });
});

describe('budgets', () => {
  it('are asked for each call, and for each new meeting of the organiser', async () => {
    const taken: string[] = [];
    const client = connect({
      takeBudget: async ({ scope, limit }) => {
        taken.push(`${scope} ${String(limit)}`);
      },
    });
    await client.provision(planFor(), intend());
    expect(taken.filter((entry) => entry.startsWith('graph'))).toHaveLength(3);
    expect(taken).toContain(`meetings:${bench().organiser} 2000`);
  });

  it('that are used up stop the call', async () => {
    const client = connect({
      takeBudget: async () => {
        throw new DomainError('RATE_LIMITED', 'None is left.', { retryAfterMs: 1 });
      },
    });
    expect((await failureOf(client.provision(planFor(), intend()))).code).toBe('RATE_LIMITED');
    expect(await operations()).toEqual([]);
  });
});
