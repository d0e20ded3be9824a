import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addAdminRoutes } from './admin.ts';
import { Misbehaviour, Misbehaviours } from './misbehaviour.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The sandbox's own name of the vendor operation, for misbehaviours and the request log. */
    operation?: string;
  }
  interface FastifyRequest {
    /** The vendor account that the request's token belongs to; set by the sandbox's authentication. */
    account?: string;
  }
}

/** One request to the vendor's side of a sandbox, also one that the vendor does not know or whose answer was lost. */
export interface RequestLogEntry {
  at: string;
  method: string;
  path: string;
  /** The sandbox's name of the operation; `unknown` where the vendor has no such path. */
  operation: string;
  account: string | undefined;
  /** The status of the answer, sent or lost. */
  status: number;
  /** False where the connection was cut before the answer, by `lose-response` or by the caller. */
  answered: boolean;
}

export interface SandboxOptions {
  /** The sandbox's clock; default: the machine's. */
  now?: () => Date;
}

export interface SandboxShape {
  /** Answers as the vendor does when it refuses for its rate limit. */
  throttled: (reply: FastifyReply, retryAfterSeconds: number | undefined) => FastifyReply;
  /** Answers as the vendor does when it is away. */
  unavailable: (reply: FastifyReply) => FastifyReply;
  /** Empties everything that is not the server itself: accounts, meetings, tokens. */
  reset: () => void;
}

const Settings = z.strictObject({ latencyMs: z.int().min(0).max(60_000) });

/** A sandbox's server: request log, latency, misbehaviours on the wire, and the admin endpoints under `/_sandbox`. */
export interface SandboxServer {
  app: FastifyInstance;
  misbehaviours: Misbehaviours;
  requests: RequestLogEntry[];
}

const MAX_LOGGED = 20_000;
const UNKNOWN = 'unknown';

/**
 * Makes the server that every sandbox stands on. The sandbox then adds its vendor routes with
 * `config: { operation: 'meeting.create' }` and sets `request.account` in a `preHandler` or `onRequest` hook
 * of its own, registered before this function's `preHandler` acts (use `onRequest` or `preParsing`).
 */
export function createSandboxServer(shape: SandboxShape, options: SandboxOptions = {}): SandboxServer {
  const now = options.now ?? (() => new Date());
  const app = Fastify({
    logger: false,
    bodyLimit: 2 * 1024 * 1024,
    forceCloseConnections: true,
    // Graph's ids are longer than the router's default of 100 characters.
    routerOptions: { maxParamLength: 1024 },
  });
  const misbehaviours = new Misbehaviours();
  const requests: RequestLogEntry[] = [];
  const settings = { latencyMs: 0 };

  const isVendorCall = (request: FastifyRequest) => request.routeOptions.config.operation !== undefined;
  const where = (request: FastifyRequest) => ({
    account: request.account,
    operation: request.routeOptions.config.operation,
  });

  app.addHook('preHandler', async (request, reply) => {
    if (!isVendorCall(request)) return;
    if (settings.latencyMs > 0) await sleep(settings.latencyMs);
    const here = where(request);
    for (const rule of misbehaviours.take(['stall'], here)) await sleep(rule.delayMs ?? 1_000);
    const [throttle] = misbehaviours.take(['throttle'], here);
    if (throttle !== undefined) return shape.throttled(reply, throttle.retryAfterSeconds);
    if (misbehaviours.take(['unavailable'], here).length > 0) return shape.unavailable(reply);
  });

  // Logged when the answer is decided and not when it has been sent: a lost answer is never sent.
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/_sandbox/')) return payload;
    const lost =
      isVendorCall(request) &&
      reply.statusCode < 400 &&
      misbehaviours.take(['lose-response'], where(request)).length > 0;
    if (requests.length >= MAX_LOGGED) requests.shift();
    requests.push({
      at: now().toISOString(),
      method: request.method,
      path: request.url,
      operation: request.routeOptions.config.operation ?? UNKNOWN,
      account: request.account,
      status: reply.statusCode,
      answered: !lost && !request.raw.socket.destroyed,
    });
    if (lost) {
      reply.raw.destroy();
      // An injected call learns of the cut one turn later; the answer must not overtake it.
      await nextTurn();
    }
    return payload;
  });

  addAdminRoutes(app, (admin) => {
    admin.get('/_sandbox/health', async () => ({ status: 'ok' }));
    admin.patch('/_sandbox/settings', async (request) =>
      Object.assign(settings, Settings.parse(request.body)),
    );
    admin.get('/_sandbox/misbehaviours', async () => misbehaviours.list());
    admin.post('/_sandbox/misbehaviours', async (request, reply) =>
      reply.code(201).send({ id: misbehaviours.add(Misbehaviour.parse(request.body)) }),
    );
    admin.delete('/_sandbox/misbehaviours', async (_request, reply) => {
      misbehaviours.clear();
      return reply.code(204).send();
    });
    admin.delete<{ Params: { id: string } }>('/_sandbox/misbehaviours/:id', async (request, reply) =>
      reply.code(misbehaviours.remove(request.params.id) ? 204 : 404).send(),
    );
    admin.get('/_sandbox/requests', async () => requests);
    admin.delete('/_sandbox/requests', async (_request, reply) => {
      requests.length = 0;
      return reply.code(204).send();
    });
    admin.post('/_sandbox/reset', async (_request, reply) => {
      misbehaviours.clear();
      requests.length = 0;
      settings.latencyMs = 0;
      shape.reset();
      return reply.code(204).send();
    });
  });

  return { app, misbehaviours, requests };
}
