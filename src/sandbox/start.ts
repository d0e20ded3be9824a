import type { FastifyInstance } from 'fastify';
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
 * @param firstPort Zoom’s port; Graph and Google take the next two. 0 lets the system choose all three.
 */
export async function startSandboxes(host: string, firstPort: number): Promise<RunningSandboxes> {
  const apps = [createZoomSandbox(), createGraphSandbox(), createGoogleSandbox()] as const;
  const port = (offset: number) => (firstPort === 0 ? 0 : firstPort + offset);
  const listen = async (app: FastifyInstance, offset: number) => app.listen({ host, port: port(offset) });
  const [zoom, graph, google] = await Promise.all([
    listen(apps[0], 0),
    listen(apps[1], 1),
    listen(apps[2], 2),
  ]);
  return {
    zoom,
    graph,
    google,
    async stop() {
      await Promise.all(apps.map((app) => app.close()));
    },
  };
}
