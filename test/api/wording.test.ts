import { beforeAll, describe, expect, it } from 'vitest';
import {
  sessionBody,
  setUp,
  startService,
  type Body,
  type Practice,
  type Setup,
} from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;
beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

/** A request that is refused for one field, and the sentence that it is refused with. */
type Case = [method: 'GET' | 'POST', path: string, body: () => Body | Body[] | undefined, says: string];
const session =
  (change: Body): (() => Body) =>
  () => ({ ...sessionBody(setup), ...change });
const host =
  (change: Body): (() => Body) =>
  () => ({ name: 'H', ...change });

const cases: Case[] = [
  ['POST', '/v1/sessions', session({ clientId: undefined }), 'clientId: Is missing: it must be a text.'],
  ['POST', '/v1/sessions', session({ clientId: 7 }), 'clientId: Must be a text.'],
  ['POST', '/v1/sessions', session({ hostId: 'x' }), 'hostId: Must be a UUID, as this API gives ids.'],
  [
    'POST',
    '/v1/sessions',
    session({ startsAt: 'tomorrow' }),
    'startsAt: Must be a time with its offset, such as 2026-12-01T09:00:00Z.',
  ],
  ['POST', '/v1/sessions', session({ timezone: 'UTC' }), 'timezone: Unknown field.'],
  [
    'POST',
    '/v1/sessions',
    session({ externalRef: 'a b' }),
    'externalRef: Must be 1 to 128 letters, digits or characters of . _ : @ -',
  ],
  ['POST', '/v1/sessions', () => [], 'Must be an object.'],
  ['POST', '/v1/hosts', host({ name: '' }), 'name: Must be at least 1 character long.'],
  ['POST', '/v1/hosts', host({ name: 'x'.repeat(201) }), 'name: Must be at most 200 characters long.'],
  ['POST', '/v1/hosts', host({ email: 'nobody' }), 'email: Must be an e-mail address.'],
  ['POST', '/v1/hosts', host({ identities: {} }), 'identities: Must be a list.'],
  [
    'POST',
    '/v1/hosts',
    host({ identities: [{ connectionId: '0', kind: 'boss', vendorUser: 'u-1' }] }),
    'identities.0.connectionId: Must be a UUID, as this API gives ids.',
  ],
  [
    'POST',
    '/v1/connections',
    () => ({ platform: 'paper', name: 'P', credentials: { secret: 7 } }),
    'credentials.secret: Must be a text.',
  ],
  [
    'POST',
    '/v1/connections',
    () => ({ platform: 'paper', name: 'P', credentials: { secret: 's' }, settings: { address: 'x' } }),
    'settings.address: Must be an address such as https://example.org.',
  ],
  ['GET', '/v1/sessions/x', () => undefined, 'id: Must be a UUID, as this API gives ids.'],
  ['GET', '/v1/sessions?limit=abc', () => undefined, 'limit: Must be a number.'],
  ['GET', '/v1/sessions?limit=0', () => undefined, 'limit: Must be at least 1.'],
  [
    'GET',
    '/v1/sessions?state=lost',
    () => undefined,
    'state: Must be one of: draft, provisioning, scheduled, revising, blocked, open, live, ended, attested, cancelled.',
  ],
];

describe('what a refused field is told', () => {
  it.each(cases)('is a plain sentence: %s %s %#', async (method, path, body, says) => {
    const sent = body();
    const answer = await practice.send(method, path, sent === undefined ? {} : { body: sent });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: says } });
  });

  it('names a long list by a few of its values, and never what was sent', async () => {
    const waivers = [{ control: 'entry.nothing.v1', by: 'A', reason: 'B', until: '2026-12-01T09:00:00Z' }];
    const approved = [{ platform: 'paper', connectionId: setup.connectionId }];
    const body = { name: 'C', policyId: setup.policyId, approved, waivers };
    const answer = await practice.send('POST', '/v1/clients', { body });
    expect(answer.body['detail']).toMatch(
      /^waivers\.0\.control: Must be one of \d+ values, such as entry\.passcode\.v1, /,
    );
    expect(answer.text).not.toContain('entry.nothing');
  });
});
