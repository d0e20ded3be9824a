import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createOrganisation } from '../src/application/api-keys.ts';
import { startService, type Service } from '../src/compose.ts';
import { startEmbedded, type EmbeddedServer } from '../src/storage/embedded.ts';
import { createRoles } from '../src/storage/roles.ts';
import { serve } from './process.ts';

let server: EmbeddedServer | undefined;
let service: Service | undefined;

/** The service as it ships, on a database of its own: queue, workers and API in one process. */
export const tasks = {
  start: async ({
    vendorOrigins,
    jobsPerConnection,
  }: {
    vendorOrigins: string[];
    jobsPerConnection: number;
  }) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'subrosa-bench-'));
    server = await startEmbedded({ dataDirectory, temporary: true });
    const database = await createRoles(server.adminUrl);
    service = await startService({
      database,
      encryptionKeys: [{ id: 'bench', key: randomBytes(32) }],
      indexKey: randomBytes(32),
      vendorOrigins,
      queuePerConnection: jobsPerConnection,
      publicUrl: null,
      requestsPerMinute: 1_000_000,
      trustedProxies: [],
      mail: null,
      host: '127.0.0.1',
      port: 0,
      sandboxPort: 0,
      logLevel: 'error',
    });
    const { made } = await createOrganisation(service.application, 'Benchmark');
    return { address: service.address, key: made.token, ownerUrl: database.ownerUrl };
  },

  /** Resident memory of this process in bytes, once garbage is collected. The database is another process. */
  memory: async (): Promise<number> => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage.rss();
  },
};
export type ServiceProcess = typeof tasks;

serve(tasks, async () => {
  await service?.stop();
  await server?.stop();
});
