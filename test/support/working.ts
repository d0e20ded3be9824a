import { randomBytes } from 'node:crypto';
import { createOrganisation } from '../../src/application/api-keys.ts';
import { scopes, type Caller } from '../../src/application/context.ts';
import { createLogger, openApplication } from '../../src/compose.ts';
import type { Config } from '../../src/config.ts';

/** A configuration for a service of a test's own, with keys made for it. */
const testConfig = (vendorOrigins: string[]): Config => ({
  database: null,
  encryptionKeys: [{ id: 'test', key: randomBytes(32) }],
  indexKey: randomBytes(32),
  vendorOrigins,
  queuePerConnection: 4,
  publicUrl: 'https://door.example',
  requestsPerMinute: 6_000,
  trustedProxies: [],
  mail: null,
  host: '127.0.0.1',
  port: 0,
  sandboxPort: 0,
  logLevel: 'silent',
});

/** The application as it is in service, with the real queue, which works on nothing until it is told to; and an organisation. */
export async function openWorking(appUrl: string, vendorOrigins: string[]) {
  const logger = createLogger('silent');
  const config = testConfig(vendorOrigins);
  const opened = await openApplication(config, appUrl, logger);
  const { organisation, made } = await createOrganisation(opened.application, 'Practice');
  const caller: Caller = { organisationId: organisation.id, actor: 'key:test', scopes };
  return { ...opened, config, logger, caller, token: made.token };
}
