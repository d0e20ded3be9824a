import { startSandboxes, type RunningSandboxes } from '../src/sandbox/start.ts';
import { serve } from './process.ts';

let running: RunningSandboxes | undefined;

/** The three sandboxes, apart from everything that is measured. */
export const tasks = {
  start: async (): Promise<Origins> => {
    running = await startSandboxes('127.0.0.1', 0);
    const { zoom, graph, google } = running;
    return { zoom, graph, google };
  },
};
export type Sandboxes = typeof tasks;
export type Origins = Pick<RunningSandboxes, 'zoom' | 'graph' | 'google'>;

serve(tasks, async () => running?.stop());
