import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { canaries, sessionBody, setUp, startService, type Practice, type Setup } from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;
let days = 10;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

/** Books a session on a day of its own. */
const book = async () => {
  days += 1;
  const answer = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup, days) });
  expect(answer.status, answer.text).toBe(202);
  return { id: String(answer.body['id']), answer };
};

/** Books a session and lets the workers see it through. */
const settled = async () => {
  const { id } = await book();
  await service.work();
  return practice.send('GET', `/v1/sessions/${id}`);
};

describe('booking a session', () => {
  it('answers 202 with the session provisioning and sealed, and where to find it', async () => {
    const { answer } = await book();
    expect(answer.body).toMatchObject({
      state: 'provisioning',
      link: 'sealed',
      platform: 'paper',
      version: 1,
    });
    expect(answer.headers).toMatchObject({
      etag: '"1"',
      location: `/v1/sessions/${String(answer.body['id'])}`,
    });
    await service.work();
    const read = await practice.send('GET', String(answer.headers['location']));
    expect(read.body).toMatchObject({ state: 'scheduled', link: 'unsealed', reasons: [] });
  });

  it('answers 201 with the end of the work where the caller prefers to wait', async () => {
    days += 1;
    const [answer] = await Promise.all([
      practice.send('POST', '/v1/sessions', {
        body: sessionBody(setup, days),
        headers: { prefer: 'respond-async, wait=30' },
      }),
      workOnce(),
    ]);
    expect(answer).toMatchObject({ status: 201, body: { state: 'scheduled', link: 'unsealed' } });
    expect(answer.headers['preference-applied']).toBe('wait=30');
  });

  it('answers 202 when the wait is over before the work is', async () => {
    days += 1;
    const body = sessionBody(setup, days);
    const answer = await practice.send('POST', '/v1/sessions', { body, headers: { prefer: 'wait=0' } });
    expect(answer).toMatchObject({ status: 202, body: { state: 'provisioning' } });
    await service.work();
  });

  it('never shows the link, the passcode, the organiser or what the platform calls the meeting', async () => {
    const read = await settled();
    const [reference = ''] = [...service.paper.meetings.keys()].slice(-1);
    const page = await practice.send('GET', '/v1/sessions');
    for (const { text } of [read, page]) {
      expect(text).not.toContain('paper.invalid');
      expect(text).not.toContain(reference);
      expect(text).not.toContain(canaries.vendorUser);
      expect(text).not.toContain('secrets');
    }
  });

  it('is blocked with the control and why, and scheduled by a retry after that was closed', async () => {
    service.paper.overrides = { 'meeting.entry-waiting-room-v1': 'off' };
    const read = await settled();
    expect(read.body).toMatchObject({
      state: 'blocked',
      link: 'sealed',
      reasons: [{ control: 'entry.waiting-room.v1' }],
    });
    service.paper.overrides = {};
    const id = String(read.body['id']);
    const retried = await practice.send('POST', `/v1/sessions/${id}/retry`);
    expect(retried).toMatchObject({ status: 202, body: { state: 'provisioning' } });
    await service.work();
    const after = await practice.send('GET', `/v1/sessions/${id}`);
    expect(after.body).toMatchObject({ state: 'scheduled', link: 'unsealed' });
    const again = await practice.send('POST', `/v1/sessions/${id}/retry`);
    expect(again).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
  });

  it('refuses the host’s other session at the same time', async () => {
    await book();
    const answer = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup, days) });
    expect(answer).toMatchObject({ status: 409, body: { code: 'HOST_OVERLAP' } });
  });

  it('refuses a platform that the client has not approved, naming those it has', async () => {
    const body = { ...sessionBody(setup, 300), platform: 'slate' };
    const answer = await practice.send('POST', '/v1/sessions', { body });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'PLATFORM_NOT_APPROVED', field: 'platform', facts: { approved: ['paper'] } },
    });
  });

  it('refuses a time zone that is none, naming the field', async () => {
    const body = { ...sessionBody(setup, 300), timeZone: 'Mars/Olympus' };
    const answer = await practice.send('POST', '/v1/sessions', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field: 'timeZone' } });
  });

  const workOnce = async () => {
    while (service.jobs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await service.work();
  };
});

describe('several approved platforms', () => {
  it('takes the first without a gap and says why, and refuses a named one with its gap', async () => {
    const other = await service.newPractice();
    const two = await setUp(other, ['slate', 'paper']);
    const preview = await other.send('POST', '/v1/sessions/plan', { body: sessionBody(two) });
    expect(preview).toMatchObject({
      status: 200,
      body: { platform: 'paper', choice: { named: false }, plan: { platform: 'paper', gaps: [] } },
    });
    const named = await other.send('POST', '/v1/sessions', {
      body: { ...sessionBody(two), platform: 'slate' },
    });
    expect(named).toMatchObject({
      status: 422,
      body: {
        code: 'POLICY_GAP',
        facts: {
          gaps: [{ platform: 'slate', gaps: [{ control: 'confidentiality.topic.v1' }] }],
          approvedWithoutGap: ['paper'],
        },
      },
    });
    expect((await other.send('GET', '/v1/sessions')).body).toEqual({ items: [], next: null });
  });
});

describe('changing a session', () => {
  it('moves it in place under the version that was read', async () => {
    const read = await settled();
    const { id } = read.body as { id: string };
    days += 1;
    const { startsAt, endsAt, timeZone } = sessionBody(setup, days);
    const change = { startsAt, endsAt, timeZone };
    const path = `/v1/sessions/${id}`;
    expect(await practice.send('PATCH', path, { body: change })).toMatchObject({
      status: 428,
      body: { code: 'PRECONDITION_REQUIRED', field: 'if-match' },
    });
    expect(
      await practice.send('PATCH', path, { body: change, headers: { 'if-match': '"99"' } }),
    ).toMatchObject({
      status: 412,
      body: { code: 'VERSION_MISMATCH' },
    });
    expect(await practice.send('PATCH', path, { body: change, headers: { 'if-match': '3' } })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', field: 'if-match' },
    });
    const etag = String(read.headers['etag']);
    const moved = await practice.send('PATCH', path, { body: change, headers: { 'if-match': etag } });
    expect(moved).toMatchObject({ status: 202, body: { state: 'revising', link: 'sealed', startsAt } });
    await service.work();
    const after = await practice.send('GET', path);
    expect(after.body).toMatchObject({ state: 'scheduled', link: 'unsealed' });
  });

  it('cancels it, twice to the same effect', async () => {
    const read = await settled();
    const path = `/v1/sessions/${String(read.body['id'])}`;
    const stale = await practice.send('POST', `${path}/cancellation`, { headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'VERSION_MISMATCH' } });
    const cancelled = await practice.send('POST', `${path}/cancellation`);
    expect(cancelled).toMatchObject({ status: 202, body: { state: 'cancelled', link: 'sealed' } });
    expect((await practice.send('POST', `${path}/cancellation`)).body).toEqual(cancelled.body);
    const held = service.paper.meetings.size;
    await service.work();
    expect(service.paper.meetings.size).toBe(held - 1);
  });

  it('answers 304 to who has the current version, and 200 to who has another', async () => {
    const read = await settled();
    const path = `/v1/sessions/${String(read.body['id'])}`;
    const etag = String(read.headers['etag']);
    expect(await practice.send('GET', path, { headers: { 'if-none-match': etag } })).toMatchObject({
      status: 304,
      text: '',
    });
    expect((await practice.send('GET', path, { headers: { 'if-none-match': '"1"' } })).status).toBe(200);
  });
});

describe('what is known of a session', () => {
  it('shows its plan with means, duties and disclosures, and its secret settings as slots', async () => {
    const read = await settled();
    const answer = await practice.send('GET', `/v1/sessions/${String(read.body['id'])}/plan`);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        sessionId: read.body['id'],
        version: 1,
        plan: { platform: 'paper', entry: { mode: 'check-in' } },
      },
    });
    const { controls } = (answer.body as { plan: { controls: { control: string; means: string }[] } }).plan;
    expect(controls).toContainEqual(
      expect.objectContaining({ control: 'entry.waiting-room.v1', means: 'enforced' }),
    );
  });

  it('judges every control on the evidence that is there', async () => {
    const read = await settled();
    const answer = await practice.send('GET', `/v1/sessions/${String(read.body['id'])}/assurance`);
    expect(answer).toMatchObject({ status: 200, body: { link: 'unsealed', reasons: [] } });
    const { verdicts } = answer.body as { verdicts: { control: string; verdict: string }[] };
    expect(verdicts).toContainEqual(
      expect.objectContaining({ control: 'entry.waiting-room.v1', verdict: 'met', evidence: 'read-back' }),
    );
  });

  it('gives the link, while unsealed, to a key that may have it, and audits that', async () => {
    const read = await settled();
    const path = `/v1/sessions/${String(read.body['id'])}/link`;
    const answer = await practice.send('GET', path, { token: await practice.keyWith(['links:reveal']) });
    expect(answer.status).toBe(200);
    expect(answer.body['joinUrl']).toMatch(/^https:\/\/paper\.invalid\/join\//);
    expect(answer.headers['cache-control']).toBe('no-store');
    const audit = await practice.send('GET', '/v1/audit?limit=1');
    expect(audit.body).toMatchObject({ items: [{ action: 'link.revealed', resourceId: read.body['id'] }] });
    const { value, checkedBy } = answer.body['passcode'] as Record<string, string>;
    expect({ value, checkedBy }).toEqual({
      value: expect.stringMatching(/^.{8}$/) as string,
      checkedBy: 'front-door',
    });
    for (const secret of [String(answer.body['joinUrl']), String(value)])
      expect(service.log.join('') + audit.text).not.toContain(secret);
  });

  it('keeps a sealed link, giving the reasons', async () => {
    const { id } = await book();
    const answer = await practice.send('GET', `/v1/sessions/${id}/link`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'LINK_SEALED', facts: { reasons: [] } } });
    await service.work();
  });
});

describe('a platform that fails', () => {
  it('is never mistaken for the caller’s own failure', async () => {
    const path = `/v1/connections/${setup.connectionId}/posture`;
    const cases = [
      ['AUTH_FAILED', 502, undefined],
      ['RATE_LIMITED', 503, '7'],
      ['UNAVAILABLE', 503, undefined],
      ['NOT_FOUND', 502, undefined],
      ['OUTCOME_UNKNOWN', 504, undefined],
    ] as const;
    for (const [code, status, retryAfter] of cases) {
      const details = code === 'RATE_LIMITED' ? { retryAfterMs: 6_400 } : {};
      service.paper.failure = new DomainError(code, 'The platform said so.', details);
      const answer = await practice.send('POST', path, { body: { organiser: canaries.vendorUser } });
      expect(answer, code).toMatchObject({ status, body: { code, status } });
      expect(answer.headers['retry-after'], code).toBe(retryAfter);
    }
    service.paper.failure = undefined;
  });
});
