import { mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startEmbedded } from '../../src/storage/embedded.ts';

/** A server whose administrator the tests are. */
export interface DatabaseServer {
  adminUrl: string;
  /** Which of the three it is, for the first line of a test run. */
  kind: 'TEST_DATABASE_URL' | 'container' | 'embedded';
  stop: () => Promise<void>;
}

/** TEST_DATABASE_URL where set, else a container where a Docker engine answers, else the embedded server. */
export async function startDatabaseServer(testDatabaseUrl: string | undefined): Promise<DatabaseServer> {
  if (testDatabaseUrl !== undefined && testDatabaseUrl !== '') {
    return { adminUrl: testDatabaseUrl, kind: 'TEST_DATABASE_URL', stop: async () => undefined };
  }
  if (await dockerAnswers()) {
    try {
      return await startContainer();
    } catch (error) {
      // An engine without a registry to pull from is common; the tests need a database, not this one.
      console.warn(
        `No database container (${error instanceof Error ? error.message : 'unknown'}); using the embedded server.`,
      );
    }
  }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'subrosa-test-'));
  const server = await startEmbedded({ dataDirectory, temporary: true, fsync: false });
  return { adminUrl: server.adminUrl, kind: 'embedded', stop: () => server.stop() };
}

async function startContainer(): Promise<DatabaseServer> {
  // Imported here: loading it takes longer than starting the embedded server.
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = crypto.randomUUID();
  const container = await new GenericContainer('postgres:18-alpine')
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'max_connections=200'])
    .withTmpFs({ '/var/lib/postgresql': 'rw' })
    .withExposedPorts(5432)
    // The image starts the server twice: once to set it up, then for good.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const adminUrl = `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
  return { adminUrl, kind: 'container', stop: async () => void (await container.stop()) };
}

/** Asks the usual socket, for one second at most. */
function dockerAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request(
      { socketPath: '/var/run/docker.sock', path: '/_ping', timeout: 1000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}
