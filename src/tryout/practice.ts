import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Json } from '../domain/json.ts';
import type { TryoutAccount } from './accounts.ts';
import type { ApiClient } from './client.ts';

/** The example practice as `examples/practice.json` writes it: names stand for what the API knows by id. */
const Practice = z.strictObject({
  hosts: z.array(
    z.strictObject({
      externalRef: z.string(),
      name: z.string(),
      email: z.string(),
      identities: z.array(z.strictObject({ connection: z.string(), kind: z.string() })),
    }),
  ),
  clients: z.array(
    z.strictObject({
      externalRef: z.string(),
      name: z.string(),
      host: z.string(),
      overlay: z.record(z.string(), Json).default({}),
      approved: z.array(
        z.strictObject({
          platform: z.string(),
          connection: z.string(),
          hosting: z.string().default('practice'),
          backing: z.string().nullable().default(null),
          sponsor: z.strictObject({ identity: z.string(), present: z.boolean() }).nullable().default(null),
        }),
      ),
    }),
  ),
});

/** What was loaded: the clients in the file’s order, with their host’s id. */
export interface LoadedPractice {
  clients: { ref: string; clientId: string; hostId: string }[];
}

/** Loads the example practice through the public API: connections, hosts, the built-in policy, and clients. */
export async function loadPractice(
  api: ApiClient,
  accounts: Record<string, TryoutAccount>,
): Promise<LoadedPractice> {
  const file = new URL('../../examples/practice.json', import.meta.url);
  const practice = Practice.parse(JSON.parse(await readFile(file, 'utf8')));

  const connectionIds: Record<string, string> = {};
  for (const [name, { platform, settings, credentials }] of Object.entries(accounts)) {
    const made = await api.must('POST', '/v1/connections', { platform, name, settings, credentials });
    connectionIds[name] = idOf(made);
  }
  const person = (connection: string, name: string): string =>
    known(known(accounts, connection).people, name);

  const hostIds: Record<string, string> = {};
  for (const { externalRef, name, email, identities } of practice.hosts) {
    const made = await api.must('PUT', `/v1/hosts/by-ref/${externalRef}`, {
      name,
      email,
      identities: identities.map(({ connection, kind }) => ({
        connectionId: known(connectionIds, connection),
        kind,
        vendorUser: person(connection, 'coach'),
      })),
    });
    hostIds[externalRef] = idOf(made);
  }

  const builtIn = await api.must('GET', '/v1/policies/built-in/confidential-session');
  const policy = await api.must('POST', '/v1/policies', {
    name: 'Confidential session',
    body: builtIn['body'] ?? builtIn,
  });

  const clients: LoadedPractice['clients'] = [];
  for (const { externalRef, name, host, overlay, approved } of practice.clients) {
    const made = await api.must('PUT', `/v1/clients/by-ref/${externalRef}`, {
      name,
      policyId: idOf(policy),
      overlay,
      approved: approved.map(({ platform, connection, hosting, backing, sponsor }) => ({
        platform,
        connectionId: known(connectionIds, connection),
        hosting,
        backing,
        sponsor:
          sponsor === null
            ? null
            : { vendorUser: person(connection, sponsor.identity), present: sponsor.present },
      })),
    });
    clients.push({ ref: externalRef, clientId: idOf(made), hostId: known(hostIds, host) });
  }
  return { clients };
}

const idOf = (made: Record<string, Json>): string => z.string().parse(made['id']);

function known<T>(names: Record<string, T>, name: string): T {
  const value = names[name];
  if (value === undefined) throw new Error(`examples/practice.json names ${name}, which is not there`);
  return value;
}
