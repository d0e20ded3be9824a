import { createAccounts, type TryoutAccount } from '../src/tryout/accounts.ts';
import { ApiClient } from '../src/tryout/client.ts';
import { loadPractice } from '../src/tryout/practice.ts';
import type { Json } from '../src/domain/json.ts';
import { startProcess, type Process } from './process.ts';
import type { Sandboxes } from './sandboxes.ts';
import type { ServiceProcess } from './service.ts';

/** One platform of the benchmark: its sandbox, its account there, and who books and coaches. */
export interface Subject {
  platform: 'zoom' | 'teams' | 'meet';
  sandbox: string;
  account: TryoutAccount;
  clientId: string;
  hostId: string;
}

/** Sandboxes and service, running, with the example practice loaded and every budget out of the way. */
export interface Practice {
  api: ApiClient;
  address: string;
  /** Keys of the organisation: more than one, since each may send 6000 requests a minute. */
  keys: string[];
  /** For tables of the benchmark's own beside the service's. */
  ownerUrl: string;
  subjects: Subject[];
  /** Memory that the service's process keeps, without what it could let go of, in bytes. */
  memory: () => Promise<number>;
  stop: () => Promise<void>;
}

/** Jobs of one connection at a time, and requests of the bare loop. */
export const CONCURRENCY = 4;

const PLENTY = 10_000;
const KEYS = 16;

/** What the vendors would grant an account that makes hundreds of sessions a minute. */
const raised: Record<Subject['platform'], Record<string, Json>> = {
  zoom: {
    rateLimits: { light: PLENTY, medium: PLENTY, heavy: PLENTY, writesPerHostPerDay: PLENTY },
  },
  teams: {},
  meet: {
    rateLimits: Object.fromEntries(
      ['create', 'read', 'write'].flatMap((kind) => [
        [`${kind}PerProject`, PLENTY * 10],
        [`${kind}PerUser`, PLENTY * 10],
      ]),
    ),
  },
};

/** The accounts of the example that are measured, with the client of the example that is on each. */
const measured = [
  { platform: 'zoom', sandbox: 'zoom', account: 'zoom-practice', client: 'zoom' },
  { platform: 'teams', sandbox: 'graph', account: 'teams-practice', client: 'teams-calendar' },
  { platform: 'meet', sandbox: 'google', account: 'meet-practice', client: 'meet' },
] as const;

/** Starts sandboxes and service, each as a process, and loads the example practice through the API. */
export async function startPractice(): Promise<Practice> {
  const sandboxes = startProcess<Sandboxes>('sandboxes.ts');
  const service = startProcess<ServiceProcess>('service.ts');
  const stop = async () => {
    await service.stop();
    await sandboxes.stop();
  };
  try {
    return { ...(await load(sandboxes, service)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function load(sandboxes: Process<Sandboxes>, service: Process<ServiceProcess>) {
  const origins = await sandboxes.ask('start');
  const { address, key, ownerUrl } = await service.ask('start', {
    vendorOrigins: Object.values(origins),
    jobsPerConnection: CONCURRENCY,
  });
  const api = new ApiClient(address, key);
  const accounts = await createAccounts({ ...origins, stop: async () => undefined });
  const zoom = accounts['zoom-practice'];
  if (zoom === undefined) throw new Error('The example practice has no Zoom account');
  await setUpZoom(origins.zoom, zoom, Object.values(zoom.people));
  for (const { account, platform } of measured) {
    const known = accounts[account];
    if (known !== undefined) Object.assign(known.settings, raised[platform]);
  }
  const { clients } = await loadPractice(api, accounts);
  const subjects = measured.map(({ platform, sandbox, account, client }): Subject => {
    const [known, loaded] = [accounts[account], clients.find(({ ref }) => ref === client)];
    if (known === undefined || loaded === undefined)
      throw new Error(`The example practice has no ${account}`);
    const { clientId, hostId } = loaded;
    return { platform, sandbox: origins[sandbox], account: known, clientId, hostId };
  });
  return { api, address, keys: await moreKeys(api), ownerUrl, subjects, memory: () => service.ask('memory') };
}

const moreKeys = (api: ApiClient): Promise<string[]> =>
  Promise.all(
    Array.from({ length: KEYS }, async (_, index) => {
      const made = await api.must('POST', '/v1/keys', { name: `key ${index}`, scopes: ['sessions:read'] });
      return textOf(made, 'token');
    }),
  );

/** Zoom takes 100 writes a host and day; an account that is set up again, with these users, keeps everything else. */
export async function setUpZoom(
  origin: string,
  { credentials }: TryoutAccount,
  emails: readonly string[],
): Promise<void> {
  await ask(origin, 'PUT', `/_sandbox/accounts/${textOf(credentials, 'accountId')}`, {
    clientId: textOf(credentials, 'clientId'),
    clientSecret: textOf(credentials, 'clientSecret'),
    users: emails.map((email) => ({ email })),
    settings: { meeting_security: { waiting_room: false } },
    writesPerDay: PLENTY,
  });
}

/** One request to a sandbox's admin endpoints. */
export async function ask(origin: string, method: string, path: string, body?: Json): Promise<unknown> {
  const answer = await fetch(origin + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The sandbox refused ${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** A member of an answer that must be text. */
export function textOf(answer: Record<string, Json>, member: string): string {
  const value = answer[member];
  if (typeof value !== 'string') throw new Error(`An answer has no ${member}`);
  return value;
}
