import type pg from 'pg';
import type { Application, Caller } from '../../src/application/context.ts';
import { createClient } from '../../src/application/clients.ts';
import { createConnection } from '../../src/application/connections.ts';
import { createHost } from '../../src/application/hosts.ts';
import { createPolicy } from '../../src/application/policies.ts';
import { getSession } from '../../src/application/sessions.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import type { Policy, Waiver } from '../../src/domain/policy.ts';
import type { Json } from '../../src/domain/json.ts';
import { withClient } from '../../src/storage/roles.ts';
import type { TestApplication } from '../support/application.ts';

const HOUR_MS = 3_600_000;

/** What a practice on one platform is made from. */
export interface PracticeInput {
  platform: string;
  backing: string | null;
  settings: Record<string, Json>;
  credentials: Record<string, Json>;
  organiser: string;
  names?: { client: string; host: string; hostEmail: string; externalRef?: string };
  policy?: Policy;
  waivers?: Waiver[];
  /** An employee of the client who organises; the coach then has no account there. */
  sponsor?: { vendorUser: string; present: boolean };
}

/** One client with one approved platform and one coach, and requests for sessions of theirs that never overlap. */
export interface Practice {
  connectionId: string;
  clientId: string;
  hostId: string;
  /** The next free hour after the application's time. */
  nextRequest: () => {
    externalRef: null;
    clientId: string;
    hostId: string;
    platform: null;
    startsAt: string;
    endsAt: string;
    timeZone: string;
  };
}

/** Sets up a practice through the use cases that the API calls. */
export async function createPractice(
  application: Application,
  caller: Caller,
  input: PracticeInput,
): Promise<Practice> {
  const { platform, backing, settings, credentials, organiser, names, sponsor = null } = input;
  const { policy = confidentialSession, waivers = [] } = input;
  const externalRef = names?.externalRef ?? null;
  const connection = await createConnection(application, caller, {
    externalRef,
    platform,
    name: 'Account',
    clientId: null,
    settings,
    credentials,
  });
  const { head } = await createPolicy(application, caller, { externalRef, name: 'Policy', body: policy });
  const host = await createHost(application, caller, {
    externalRef,
    name: names?.host ?? 'Coach',
    email: names?.hostEmail ?? null,
    identities:
      sponsor === null ? [{ connectionId: connection.id, kind: 'organiser', vendorUser: organiser }] : [],
  });
  const client = await createClient(application, caller, {
    externalRef,
    name: names?.client ?? 'Client',
    policyId: head.id,
    approved: [
      {
        platform,
        connectionId: connection.id,
        hosting: sponsor === null ? 'practice' : 'sponsor',
        backing,
        sponsor,
      },
    ],
    overlay: { controls: {}, overrides: [] },
    waivers,
  });
  let slots = 0;
  return {
    connectionId: connection.id,
    clientId: client.id,
    hostId: host.id,
    nextRequest: () => {
      // Counted from the time it is asked for, rounded, so that a moved clock never makes two of them meet.
      const base = Math.ceil(application.ambient.now().getTime() / HOUR_MS);
      slots = Math.max(slots + 2, base + 48);
      return {
        externalRef: null,
        clientId: client.id,
        hostId: host.id,
        platform: null,
        startsAt: new Date(slots * HOUR_MS).toISOString(),
        endsAt: new Date((slots + 1) * HOUR_MS).toISOString(),
        timeZone: 'Europe/Zurich',
      };
    },
  };
}

/** Runs jobs, moving the clock to each that waits, until none is left. The end of a blocked session is not waited for. */
export async function drain(test: TestApplication, atMost = 40): Promise<void> {
  const { jobs } = test;
  const forget = () =>
    jobs.splice(0, jobs.length, ...jobs.filter(({ name }) => name !== 'cancel-never-unsealed'));
  forget();
  for (let runs = 0; jobs.length > 0; runs += 1) {
    if (runs >= atMost) throw new Error(`${jobs.length} jobs are left after ${atMost} runs`);
    await test.runNextJob();
    forget();
  }
}

/** Where a session stands, as short as tests compare it. */
export async function standing({ application, caller }: TestApplication, sessionId: string) {
  const { state, link, reasons } = await getSession(application, caller, sessionId);
  return { state, link, controls: reasons.map(({ control }) => control) };
}

/** Rows as the server's administrator sees them, past row-level security. */
export const rowsOf = <Row extends pg.QueryResultRow>(
  { testDatabase }: Pick<TestApplication, 'testDatabase'>,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> =>
  withClient(testDatabase.adminUrl, async (client) => (await client.query<Row>(text, values)).rows);

/** What is written down of meetings that an unanswered call may have left for this session. */
export const recordedStrays = async (test: TestApplication, sessionId: string): Promise<number> => {
  const [row] = await rowsOf<{ strays: number }>(
    test,
    `SELECT coalesce(sum(possible_strays), 0)::int AS strays FROM intents WHERE session_id = $1`,
    [sessionId],
  );
  return row?.strays ?? 0;
};
