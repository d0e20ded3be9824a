import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, withdrawPerson } from '../../src/application/people.ts';
import { cancelSession, createSession, rescheduleSession } from '../../src/application/sessions.ts';
import { PersonRequest } from '../../src/domain/roster.ts';
import { providers } from '../../src/providers/registry.ts';
import { startMiddle, type Middle } from '../conformance/middle.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { platformStarters, type Platform, type PlatformName } from '../support/platforms.ts';
import { createPractice, drain, standing, type Practice } from './practice.ts';

const unique = (what: string) => `${what}-${randomBytes(5).toString('hex')}`;

/** What leaves for a platform in a session's life, as it went over the wire. */
describe.each(Object.keys(platformStarters) as PlatformName[])('what is sent to %s', (name) => {
  const names = {
    client: unique('Client'),
    host: unique('Host'),
    hostEmail: `${unique('coach')}@practice.example`,
    externalRef: unique('reference'),
  };
  const sessionRef = unique('session');
  const roster = [unique('Ana'), unique('Bela')].map((name) => ({
    name,
    aliases: [unique('Alias')],
    email: `${name.toLowerCase()}@participants.example`,
  }));
  let platform: Platform;
  let middle: Middle;
  let test: TestApplication;
  let practice: Practice;
  const startAt = new Date();

  beforeAll(async () => {
    platform = await platformStarters[name](() => test?.clock.now ?? startAt);
    middle = await startMiddle(platform.origin);
    test = await createTestApplication(providers, { vendorOrigins: [middle.origin], startAt });
    practice = await createPractice(test.application, test.caller, {
      ...platform,
      settings: platform.settings(middle.origin),
      names,
    });
    await live();
  });
  afterAll(async () => {
    await test.close();
    await middle.close();
    await platform.close();
  });

  /** Made, repaired, moved and cancelled, while people are added and withdrawn. */
  async function live(): Promise<void> {
    const { application, caller } = test;
    await platform.misbehave({ kind: 'drop', field: platform.must.field, times: 1 });
    const { id } = await createSession(application, caller, {
      ...practice.nextRequest(),
      externalRef: sessionRef,
    });
    const [ana, bela] = roster.map((person) => PersonRequest.parse(person));
    if (ana === undefined || bela === undefined) throw new Error('nobody is expected');
    const first = await addPerson(application, caller, id, ana);
    await drain(test);
    await addPerson(application, caller, id, bela);
    await withdrawPerson(application, caller, id, first.id);
    const { startsAt, endsAt, timeZone } = practice.nextRequest();
    await rescheduleSession(application, caller, id, { startsAt, endsAt, timeZone }, undefined);
    await drain(test);
    expect(await standing(test, id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
    await cancelSession(application, caller, id, undefined);
    await drain(test);
  }

  it('names no client, no coach, nobody on the roster and no reference of the practice’s own', () => {
    const people = roster.flatMap(({ name, aliases, email }) => [name, ...aliases, email]);
    const personal = [...Object.values(names), sessionRef, ...people];
    const sent = middle.passed.map(({ path, body }) => readable(`${path}\n${body}`));
    expect(
      middle.passed.filter(({ method, body }) => method !== 'GET' && body !== '').length,
    ).toBeGreaterThan(2);
    for (const text of sent) expect(personal.filter((word) => text.includes(word.toLowerCase()))).toEqual([]);
  });

  it('names the organiser in no body but the one that asks for a token', () => {
    const bodies = middle.passed
      .filter(({ path }) => !path.includes('token'))
      .map(({ body }) => readable(body));
    expect(bodies.filter((body) => body.includes(platform.organiser.toLowerCase()))).toEqual([]);
  });
});

/** A text with what it holds in base64 (assertions are sent so) and per cent signs, in small letters. */
function readable(text: string): string {
  const plain = decodeURIComponent(text.replaceAll('+', ' ').replaceAll(/%(?![0-9a-f]{2})/gi, '%25'));
  const decoded = (plain.match(/[\w-]{20,}/g) ?? []).map((part) =>
    Buffer.from(part, 'base64url').toString('latin1'),
  );
  return [plain, ...decoded].join('\n').toLowerCase();
}
