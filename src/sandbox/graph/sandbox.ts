import type { FastifyInstance } from 'fastify';
import { acceptForms } from '../shared/form.ts';
import { createSandboxServer, type SandboxOptions } from '../shared/server.ts';
import { authenticate } from './access.ts';
import { registerAdmin } from './admin.ts';
import { registerArtifacts } from './artifact-routes.ts';
import { registerBatch } from './batch.ts';
import { addClientPages } from './client-pages.ts';
import { registerDirectory } from './directory-routes.ts';
import { badRequest, GraphError, sendError } from './errors.ts';
import { registerEvents } from './event-routes.ts';
import { registerMeetings } from './meeting-routes.ts';
import { registerSubscriptions } from './subscription-routes.ts';
import { registerToken } from './token.ts';
import { createWorld, emptyWorld } from './world.ts';

export { APP_ROLES, GraphAccount, GraphUser, MeetingPolicyContent } from './account.ts';

/**
 * A Microsoft Graph (v1.0) and Entra token endpoint in one server, for the part that concerns Teams meetings.
 * Set a tenant up with `PUT /_sandbox/accounts/{tenant id}` (`GraphAccount`).
 */
export function createGraphSandbox(options: SandboxOptions = {}): FastifyInstance {
  const now = options.now ?? (() => new Date());
  const { app, misbehaviours } = createSandboxServer(
    {
      throttled: (reply, retryAfterSeconds) => {
        if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
        return sendError(reply, new GraphError(429, 'TooManyRequests', 'Too many requests.'), now());
      },
      unavailable: (reply) =>
        sendError(reply, new GraphError(503, 'ServiceNotAvailable', 'The service is not available.'), now()),
      reset: () => emptyWorld(world),
    },
    options,
  );
  const world = createWorld(now, misbehaviours);

  acceptForms(app);
  app.setNotFoundHandler((request, reply) =>
    sendError(reply, badRequest(`Resource not found for the segment '${lastSegment(request.url)}'.`), now()),
  );
  registerAdmin(app, world);
  addClientPages(app, world);
  void app.register(async (entra) => registerToken(entra, world));
  void app.register(async (graph) => {
    speakGraph(graph, now);
    graph.addHook('onRequest', async (request) => authenticate(world, request));
    registerMeetings(graph, world);
    registerArtifacts(graph, world);
    registerEvents(graph, world);
    registerDirectory(graph, world);
    registerSubscriptions(graph, world, 'v1.0');
    registerSubscriptions(graph, world, 'beta');
    registerBatch(graph, world);
  });
  return app;
}

/** Graph's reading of JSON (an empty body is none) and its error document for whatever goes wrong. */
function speakGraph(graph: FastifyInstance, now: () => Date): void {
  graph.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(badRequest('Unable to read JSON request payload.'));
    }
  });
  graph.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof GraphError) return sendError(reply, error, now());
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendError(
        reply,
        new GraphError(error.statusCode, 'BadRequest', 'The request is malformed.'),
        now(),
      );
    }
    throw error;
  });
}

const lastSegment = (url: string): string => url.split('?')[0]?.split('/').at(-1) ?? '';
