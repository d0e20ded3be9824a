import { DomainError } from '../domain/errors.ts';
import type { LiveActs, ProviderClient } from '../domain/provider.ts';
import { digest, providerOf, type Application } from './context.ts';
import type { Connection } from './ports.ts';

export type OpenedConnection = ProviderClient & Partial<LiveActs>;

/** How long a client is used for jobs, milliseconds: what an administrator grants meanwhile is seen after it at the latest. */
const KEPT_MS = 5 * 60_000;
const MAX_KEPT = 1_000;

interface Kept {
  client: OpenedConnection;
  version: number;
  until: number;
}

const kept = new WeakMap<Application, Map<string, Kept>>();

/**
 * Opens a stored connection for vendor calls. Calls shortly after one another share one client, and with it the vendor's
 * token; a connection that was changed or verified since is opened anew.
 */
export function openConnection(application: Application, connection: Connection): OpenedConnection {
  const clients = kept.get(application) ?? new Map<string, Kept>();
  kept.set(application, clients);
  const now = application.ambient.now().getTime();
  const known = clients.get(connection.id);
  if (known?.version === connection.version && now < known.until) return known.client;
  const client = openAnew(application, connection);
  if (clients.size >= MAX_KEPT) clients.clear();
  clients.set(connection.id, { client, version: connection.version, until: now + KEPT_MS });
  return client;
}

/** After a refusal: the next attempt opens the connection anew, so that it has whatever was granted since. */
export function closeConnection(application: Application, connectionId: string): void {
  kept.get(application)?.delete(connectionId);
}

/** Opens a connection with nothing known from before. Its budgets are shared with every replica and every connection to the account. */
export function openAnew(application: Application, connection: Connection): OpenedConnection {
  const { database, ambient, vendorTimeoutMs } = application;
  const account = connection.accountDigest.toString('base64url');
  return providerOf(application, connection.platform).connect(
    { settings: connection.settings, credentials: connection.credentials },
    {
      now: ambient.now,
      timeoutMs: vendorTimeoutMs,
      takeBudget: async ({ scope, limit, windowMs }) => {
        const now = ambient.now();
        const key = digest(`${account}:${scope}`);
        const answer = await database.takeBudget({ key, limit, windowMs }, now);
        if (answer.granted) return;
        throw new DomainError(
          'RATE_LIMITED',
          'The budget of calls to this vendor account is used up for now.',
          {
            retryAfterMs: Math.max(0, answer.retryAt.getTime() - now.getTime()),
          },
        );
      },
    },
  );
}
