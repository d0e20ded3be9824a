import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createSandboxServer, type SandboxOptions } from '../shared/server.ts';
import { addAdminRoutes } from '../shared/admin.ts';
import { addGoogleAdmin } from './admin.ts';
import { addCallHooks } from './call.ts';
import { addClientPages } from './client-pages.ts';
import { doWhatIsDue } from './due.ts';
import { addFileRoutes } from './files.ts';
import { addMemberRoutes } from './members.ts';
import { addPolicyRoutes } from './policies.ts';
import { createPush } from './push.ts';
import { addRecordRoutes } from './records.ts';
import { errorInfo, GoogleRefusal, invalidArgument, sendRefusal } from './refusal.ts';
import { addSpaceRoutes } from './spaces.ts';
import { clearState, createState, type SandboxContext } from './state.ts';
import { addSubscriptionRoutes } from './subscriptions.ts';
import { addTokenRoute } from './token.ts';

export { GoogleAccount } from './account.ts';

/**
 * Google Workspace as far as a Meet adapter calls it, on one origin: token endpoint, Meet v2, Cloud Identity policies,
 * Workspace Events, Drive files, and the push side of Pub/Sub. There is no list of spaces and no deleting one, because
 * Meet has neither. Written from the vendor's documents; see providers/meet.md.
 */
export function createGoogleSandbox(options: SandboxOptions = {}): FastifyInstance {
  const now = options.now ?? (() => new Date());
  const state = createState();
  const reset = () => {
    clearState(state);
    push.clear();
  };
  const { app, misbehaviours } = createSandboxServer({ throttled, unavailable, reset }, { now });
  const push = createPush(state, misbehaviours, now);
  const context: SandboxContext = { app, state, misbehaviours, push, now };

  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(invalidArgument('Invalid JSON payload received.'));
    }
  });
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/html').send('<title>Error 404</title>'),
  );
  app.addHook('onClose', async () => push.settled());
  app.addHook('onRequest', async () => doWhatIsDue(context));
  addCallHooks(app, state, now);

  addTokenRoute(context);
  addSpaceRoutes(context);
  addMemberRoutes(context);
  addRecordRoutes(context);
  addPolicyRoutes(context);
  addSubscriptionRoutes(context);
  addFileRoutes(context);
  addClientPages(context);
  addAdminRoutes(app, (admin) => addGoogleAdmin(admin, context));
  app.get('/oauth2/v3/certs', async () => push.keys());
  return app;
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GoogleRefusal) return sendRefusal(reply, error);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (request.routeOptions.config.google !== undefined && status < 500) {
    return sendRefusal(reply, invalidArgument('Invalid request.'));
  }
  return reply.code(status).send({ error: error instanceof Error ? error.message : 'Unknown error' });
}

/** Google’s quota answer names no time to wait; one is added only where the misbehaviour asks for it. */
function throttled(reply: FastifyReply, retryAfterSeconds: number | undefined): FastifyReply {
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  const details = [errorInfo('RATE_LIMIT_EXCEEDED')];
  return sendRefusal(reply, new GoogleRefusal('RESOURCE_EXHAUSTED', 'Quota exceeded.', details, headers));
}

const unavailable = (reply: FastifyReply) =>
  sendRefusal(reply, new GoogleRefusal('UNAVAILABLE', 'The service is currently unavailable.'));
