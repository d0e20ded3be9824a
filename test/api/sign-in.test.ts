import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestSignIn, type SignInLink } from '../../src/application/sign-in.ts';
import { askForLink, openBrowser, ownPage, tokenOf, type Browser } from './support/console.ts';
import {
  canaries,
  sessionBody,
  setUp,
  start,
  startService,
  type Practice,
  type Setup,
} from './support/practice.ts';

const service = startService();
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const hours = (count: number) => minutes(count * 60);

let practice: Practice;
let setup: Setup;
let sessionId: string;
let coaches = 0;

const newCoach = async (of: Practice = practice): Promise<{ hostId: string; email: string }> => {
  const email = `coach-${(coaches += 1)}@practice.example`;
  const made = await of.send('POST', '/v1/hosts', { body: { name: `Coach ${coaches}`, email } });
  return { hostId: String(made.body['id']), email };
};

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
  sessionId = String((await practice.send('POST', '/v1/sessions', { body: sessionBody(setup) })).body['id']);
});
beforeEach(() => {
  service.clock.now = start;
});

describe('asking for a sign-in link', () => {
  const ask = async (email: string, headers: Record<string, string> = ownPage) => {
    const {
      statusCode,
      payload,
      headers: answered,
    } = await service.api.inject({
      method: 'POST',
      url: '/v1/sign-ins',
      headers,
      payload: { email },
    });
    const varying = ['x-request-id', 'date', 'ratelimit'];
    const told = Object.entries(answered).filter(([name]) => !varying.includes(name));
    return { statusCode, payload, told };
  };

  /** What is sent when this address is asked for, once all of it has been. */
  const sentFor = async (email: string): Promise<SignInLink[]> => {
    const sent: SignInLink[] = [];
    const isFor = new RegExp(`^${email}$`, 'i');
    const collect = (link: SignInLink) => void (isFor.test(link.email) && sent.push(link));
    service.signIns.on('link', collect);
    await requestSignIn(service.application, { email });
    service.signIns.off('link', collect);
    return sent;
  };

  it('is answered alike whether or not the address is a coach’s', async () => {
    const { email } = await newCoach();
    const unknown = await ask('nobody@practice.example');
    expect(unknown).toMatchObject({ statusCode: 202, payload: '' });
    expect(await ask(email)).toEqual(unknown);
    expect((await askForLink(service, email)).email).toBe(email);
  });

  it('sends a link to a coach, in whichever case the address is written, and to nobody else', async () => {
    const { email, hostId } = await newCoach();
    expect(await sentFor('nobody@practice.example')).toEqual([]);
    expect(await sentFor(email.toUpperCase())).toMatchObject([{ hostId, email, expiresAt: minutes(15) }]);
  });

  it('gives a link to our own page whose token is behind the #, where no server and no log sees it', async () => {
    const { email } = await newCoach();
    const { link } = await askForLink(service, email);
    expect(link).toMatch(/^https:\/\/subrosa\.example\/console\/sign-in#[\w-]{16}\.[\w-]{43}$/);
    expect(service.log.join('\n')).not.toContain(email);
    expect(service.log.join('\n')).not.toContain(new URL(link).hash.slice(1));
  });

  it('sends five links to one coach within a quarter of an hour, and then no more until it is over', async () => {
    const { email } = await newCoach();
    const { email: other } = await newCoach();
    for (let request = 0; request < 5; request += 1) expect(await sentFor(email)).toHaveLength(1);
    expect(await sentFor(email)).toEqual([]);
    expect(await sentFor(other)).toHaveLength(1);
    service.clock.now = minutes(15);
    expect(await sentFor(email)).toHaveLength(1);
  });

  it('sends one for each practice that the person coaches for', async () => {
    const { email } = await newCoach();
    const elsewhere = await service.newPractice();
    await elsewhere.send('POST', '/v1/hosts', { body: { name: 'The same', email } });
    const organisations = (await sentFor(email)).map(({ organisationId }) => organisationId);
    expect(new Set(organisations)).toEqual(new Set([practice.organisationId, elsewhere.organisationId]));
  });
});

describe('a sign-in link', () => {
  const use = (token: string) =>
    openBrowser(service).send('POST', '/v1/console-session', { body: { token } });

  it('signs in once; wrong, spent and old ones are refused alike', async () => {
    const { email, hostId } = await newCoach();
    const token = tokenOf(await askForLink(service, email));
    const late = tokenOf(await askForLink(service, email));
    const other = tokenOf(await askForLink(service, email));
    const first = await use(token);
    expect(first.statusCode).toBe(201);
    expect(first.json()).toMatchObject({ hostId, organisation: 'A practice' });

    const [publicId = '', secret = ''] = other.split('.');
    const refusals = [
      await use(token),
      await use(`${publicId}.${secret.slice(0, -2)}zz`),
      await use('nonsense'),
    ];
    refusals.push(await use(`${'x'.repeat(16)}.${secret}`), await use(`${publicId}.${token.split('.')[1]}`));
    service.clock.now = minutes(15);
    refusals.push(await use(late));
    for (const { statusCode, json, cookies } of refusals) {
      expect(statusCode).toBe(401);
      expect(cookies).toEqual([]);
      expect({ ...json<object>(), instance: null }).toEqual({
        ...refusals[0]?.json<object>(),
        instance: null,
      });
    }
  });

  it('works once even where it is used twice at the same moment', async () => {
    const { email } = await newCoach();
    const token = tokenOf(await askForLink(service, email));
    const answers = await Promise.all([use(token), use(token), use(token)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 401, 401]);
  });

  it('gives a cookie that scripts and other sites cannot have', async () => {
    const { email } = await newCoach();
    const answer = await use(tokenOf(await askForLink(service, email)));
    expect(answer.cookies).toEqual([
      {
        name: '__Host-console',
        value: expect.stringMatching(/^[\w-]{16}\.[\w-]{43}$/) as string,
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
        maxAge: 7 * 24 * 3_600,
      },
    ]);
  });
});

describe('a coach who is signed in', () => {
  let coach: { hostId: string; email: string };
  let browser: Browser;
  beforeEach(async () => {
    coach = await newCoach();
    browser = openBrowser(service);
    await browser.signIn(coach.email);
  });
  const who = () => browser.send('GET', '/v1/console-session');

  it('sees own sessions and no other coach’s, nor another practice’s', async () => {
    const owner = openBrowser(service);
    const body = { name: 'The owner', email: `owner-${coach.email}` };
    const host = await practice.send('GET', `/v1/hosts/${setup.hostId}`);
    await practice.send('PUT', `/v1/hosts/${setup.hostId}`, {
      body: { ...body, identities: host.body['identities'] },
      headers: { 'if-match': `"${String(host.body['version'])}"` },
    });
    await owner.signIn(body.email);
    const stranger = await newCoach(await service.newPractice());
    const strangers = openBrowser(service);
    await strangers.signIn(stranger.email);

    const list = async (of: Browser) =>
      (await of.send('GET', '/v1/sessions')).json<{ items: unknown[] }>().items;
    expect(await list(owner)).toMatchObject([{ id: sessionId }]);
    expect((await owner.send('GET', `/v1/sessions/${sessionId}`)).statusCode).toBe(200);
    const day = '?startsFrom=2026-11-01T00:00:00Z&startsBefore=2026-12-01T00:00:00Z';
    const agenda = async (of: Browser) =>
      (await of.send('GET', `/v1/agenda${day}`)).json<{ items: unknown[] }>().items;
    expect(await agenda(owner)).toMatchObject([
      { id: sessionId, client: canaries.clientName, platform: { id: 'paper', name: 'The platform paper' } },
    ]);
    for (const other of [browser, strangers]) {
      expect(await list(other)).toEqual([]);
      expect(await agenda(other)).toEqual([]);
      for (const path of ['', '/plan', '/assurance']) {
        const answer = await other.send('GET', `/v1/sessions/${sessionId}${path}`);
        expect(answer.statusCode, path).toBe(404);
      }
    }
  });

  it('may not do what sets the practice up', async () => {
    for (const [method, url] of [
      ['GET', '/v1/hosts'],
      ['GET', '/v1/clients'],
      ['GET', '/v1/connections'],
      ['GET', '/v1/keys'],
      ['GET', '/v1/audit'],
      ['POST', '/v1/sessions'],
      ['GET', `/v1/sessions/${sessionId}/link`],
    ] as const) {
      expect((await browser.send(method, url)).statusCode, url).toBe(403);
    }
  });

  it('stays in while working, and is out after twelve hours without, or after a week in any case', async () => {
    for (let hour = 0; hour < 7 * 24; hour += 11) {
      service.clock.now = hours(hour);
      expect((await browser.send('GET', '/v1/sessions')).statusCode, `${hour} h`).toBe(200);
    }
    service.clock.now = hours(7 * 24);
    expect((await browser.send('GET', '/v1/sessions')).statusCode).toBe(401);

    service.clock.now = start;
    await browser.signIn(coach.email);
    service.clock.now = hours(11);
    expect((await who()).json()).toMatchObject({ endsAt: hours(12).toISOString() });
    service.clock.now = hours(12);
    expect((await who()).statusCode).toBe(401);
  });

  it('is out at once after signing out, and signing out twice is no error', async () => {
    const before = browser.cookie;
    expect((await browser.send('GET', '/v1/sessions')).statusCode).toBe(200);
    const out = await browser.send('DELETE', '/v1/console-session');
    expect(out.statusCode).toBe(204);
    expect(browser.cookie).toBeNull();
    browser.cookie = before;
    expect((await browser.send('GET', '/v1/sessions')).statusCode).toBe(401);
    expect((await browser.send('DELETE', '/v1/console-session')).statusCode).toBe(204);
  });

  it('is out, with every link that is under way, when the practice changes the address', async () => {
    const token = tokenOf(await askForLink(service, coach.email));
    const host = await practice.send('GET', `/v1/hosts/${coach.hostId}`);
    const change = { name: 'Renamed', email: coach.email };
    await practice.send('PUT', `/v1/hosts/${coach.hostId}`, {
      body: change,
      headers: { 'if-match': String(host.headers['etag']) },
    });
    expect((await who()).statusCode).toBe(200);
    await practice.send('PUT', `/v1/hosts/${coach.hostId}`, {
      body: { ...change, email: null },
      headers: { 'if-match': '"2"' },
    });
    expect((await who()).statusCode).toBe(401);
    expect((await browser.send('POST', '/v1/console-session', { body: { token } })).statusCode).toBe(401);
  });
});

describe('a request that another site makes a coach’s browser send', () => {
  it('changes nothing: it lacks our Origin, our header, or both', async () => {
    const { email } = await newCoach();
    const browser = openBrowser(service);
    await browser.signIn(email);
    const token = tokenOf(await askForLink(service, email));
    const forged: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example', 'x-subrosa': 'console' },
      { origin: 'null', 'x-subrosa': 'console' },
      { origin: ownPage.origin },
      { 'x-subrosa': 'console' },
      { origin: `${ownPage.origin}.evil.example`, 'x-subrosa': 'console' },
    ];
    for (const headers of forged) {
      for (const [method, url, body] of [
        ['POST', `/v1/sessions/${sessionId}/retry`, undefined],
        ['POST', '/v1/sign-ins', { email }],
        ['POST', '/v1/console-session', { token }],
        ['DELETE', '/v1/console-session', undefined],
      ] as const) {
        const answer = await browser.send(method, url, { headers, ...(body === undefined ? {} : { body }) });
        expect(answer.statusCode, `${url} ${JSON.stringify(headers)}`).toBe(403);
        expect(answer.json()).toMatchObject({ code: 'FORBIDDEN' });
      }
    }
    expect((await browser.send('GET', '/v1/console-session', { headers: {} })).statusCode).toBe(200);
    expect((await browser.send('POST', '/v1/console-session', { body: { token } })).statusCode).toBe(201);
  });

  it('is no matter for keys, which no browser sends by itself', async () => {
    const answer = await practice.send('POST', '/v1/hosts', { body: { name: 'By key' } });
    expect(answer.status).toBe(201);
  });
});
