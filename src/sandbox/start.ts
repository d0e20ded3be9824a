import type { FastifyInstance } from 'fastify';
import { listen } from '../listen.ts';
import { createGoogleSandbox } from './google/sandbox.ts';
import { createGraphSandbox } from './graph/sandbox.ts';
import { createZoomSandbox } from './zoom/sandbox.ts';

/** The three sandboxes, each at an origin of its own on this machine. */
export interface RunningSandboxes {
  zoom: string;
  graph: string;
  google: string;
  stop: () => Promise<void>;
}

/**
 * Starts the three platform sandboxes side by side.
 *
 * @throws ConfigError where one of the ports cannot be had.
 * @param firstPort Zoom’s port; Graph and Google take the next two. 0 lets the system choose all three.
 */
export async function startSandboxes(host: string, firstPort: number): Promise<RunningSandboxes> {
  const apps = [createZoomSandbox(), createGraphSandbox(), createGoogleSandbox()] as const;
  const port = (offset: number) => (firstPort === 0 ? 0 : firstPort + offset);
  const stop = async () => {
    await Promise.all(apps.map((app) => app.close()));
  };
  const start = (app: FastifyInstance, offset: number) =>
    listen(app, { host, port: port(offset) }, 'SANDBOX_PORT');
  try {
    const [zoom, graph, google] = [await start(apps[0], 0), await start(apps[1], 1), await start(apps[2], 2)];
    return { zoom, graph, google, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
