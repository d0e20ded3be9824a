import type { Application } from '../application/context.ts';
import { createOrganisation } from '../application/api-keys.ts';
import { startService, type Service } from '../compose.ts';
import type { Config } from '../config.ts';
import { startSandboxes, type RunningSandboxes } from '../sandbox/start.ts';
import { createAccounts } from './accounts.ts';
import { ApiClient } from './client.ts';
import { loadPractice, type LoadedPractice } from './practice.ts';

/** Everything running on this machine for trying out: database, sandboxes and service, with the example practice loaded. */
export interface Tryout {
  service: Service;
  api: ApiClient;
  /** The first API key of the example organisation; made at this start and gone with it. */
  key: string;
  practice: LoadedPractice;
  stop: () => Promise<void>;
}

/** Starts it all and loads the example practice through the public API. */
export async function startTryout(
  config: Config,
  overrides: Partial<Pick<Application, 'onSignIn'>> = {},
): Promise<Tryout> {
  const sandboxes = await startSandboxes('127.0.0.1', 0);
  try {
    return await startWith(config, sandboxes, overrides);
  } catch (error) {
    await sandboxes.stop();
    throw error;
  }
}

async function startWith(
  config: Config,
  sandboxes: RunningSandboxes,
  overrides: Partial<Pick<Application, 'onSignIn'>>,
): Promise<Tryout> {
  const vendorOrigins = [...config.vendorOrigins, sandboxes.zoom, sandboxes.graph, sandboxes.google];
  const service = await startService({ ...config, vendorOrigins }, overrides);
  const stop = async () => {
    await service.stop();
    await sandboxes.stop();
  };
  try {
    const { made } = await createOrganisation(service.application, 'Example practice');
    const api = new ApiClient(service.address, made.token);
    const practice = await loadPractice(api, await createAccounts(sandboxes));
    return { service, api, key: made.token, practice, stop };
  } catch (error) {
    await service.stop();
    throw error;
  }
}
