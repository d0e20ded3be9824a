import { z } from 'zod';
import { concurrently } from '../concurrently.ts';
import { setUpZoom, textOf, type Practice } from '../practice.ts';

/** Somebody who has opened the pass and read the notice, and has not posted anything yet. */
export interface Person {
  id: string;
  /** The page that the pass leads to. */
  page: string;
  passcode: string;
  noticeVersion: string;
}

/** A session whose link is unsealed, about to begin, with people expected. */
export interface Door {
  sessionId: string;
  people: Person[];
}

const MINUTE_MS = 60_000;
const CONCURRENCY = 8;

const Roster = z.object({ items: z.array(z.object({ id: z.string() })) });
const Approved = z.object({ approved: z.array(z.object({ connectionId: z.string() })).min(1) });
const Link = z.object({ passcode: z.object({ value: z.string() }) });

/** Books so many sessions of so many people on Zoom, all at the same time, each with a coach of its own. */
export async function openDoors(practice: Practice, sessions: number, people: number): Promise<Door[]> {
  const { api, subjects } = practice;
  const zoom = subjects.find(({ platform }) => platform === 'zoom');
  if (zoom === undefined) throw new Error('The example practice has no Zoom account');
  const emails = Array.from({ length: sessions }, (_, index) => `coach-${index}@bench.example`);
  await setUpZoom(zoom.sandbox, zoom.account, [...Object.values(zoom.account.people), ...emails]);
  const { approved } = Approved.parse(await api.must('GET', `/v1/clients/${zoom.clientId}`));
  const connectionId = approved[0]?.connectionId ?? '';

  const startsAt = Date.now() + 20 * MINUTE_MS;
  const times = {
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 60 * MINUTE_MS).toISOString(),
    timeZone: 'Australia/Sydney',
  };
  const doors: Door[] = [];
  await concurrently(sessions, CONCURRENCY, async (index) => {
    const email = emails[index] ?? '';
    const identities = [{ connectionId, kind: 'organiser', vendorUser: email }];
    const host = await api.must('POST', '/v1/hosts', { name: `Coach ${index}`, email, identities });
    const body = { clientId: zoom.clientId, hostId: textOf(host, 'id'), ...times };
    const session = await api.must('POST', '/v1/sessions', body, { prefer: 'wait=30' });
    if (session['link'] !== 'unsealed') throw new Error(`A session is not ready: ${JSON.stringify(session)}`);
    const sessionId = textOf(session, 'id');
    doors.push({ sessionId, people: await expectPeople(practice, sessionId, people) });
  });
  return doors;
}

async function expectPeople({ api, address }: Practice, sessionId: string, count: number): Promise<Person[]> {
  const url = `/v1/sessions/${sessionId}`;
  await concurrently(count, CONCURRENCY, async (index) => {
    await api.must('POST', `${url}/people`, { name: `Person ${index}` });
  });
  const { items } = Roster.parse(await api.must('GET', `${url}/people`));
  const { passcode } = Link.parse(await api.must('GET', `${url}/link`));
  return Promise.all(
    items.map(async ({ id }) => {
      const { link } = z
        .object({ link: z.string() })
        .parse(await api.must('GET', `${url}/people/${id}/pass`));
      const page = address + new URL(link).pathname;
      const [, noticeVersion] =
        /name="noticeVersion"\s+value="([^"]*)"/.exec(await (await fetch(page)).text()) ?? [];
      if (noticeVersion === undefined) throw new Error('A pass does not open the page');
      return { id, page, passcode: passcode.value, noticeVersion };
    }),
  );
}
