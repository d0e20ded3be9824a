import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Application } from '../../application/context.ts';
import type { Beats } from '../event-stream.ts';
import type { Authentication } from '../plugins/authentication.ts';

/** What every file of routes is registered with. */
export interface RouteContext extends Record<string, unknown> {
  application: Application;
  authentication: Authentication;
  /** Aborted when the process stops taking requests. */
  closing: AbortSignal;
  /** What says that a stream still stands. */
  beats: Beats;
  /** Waits that many milliseconds. */
  pause: (ms: number) => Promise<void>;
}

/** The routes of one resource. */
export type Routes = FastifyPluginAsyncZod<RouteContext>;
