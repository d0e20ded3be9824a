import type { FastifyInstance } from 'fastify';
import { addAdminRoutes } from '../shared/admin.ts';
import { acceptForms } from '../shared/form.ts';
import { createSandboxServer, type SandboxOptions } from '../shared/server.ts';
import { createWebhookOutbox } from '../shared/webhooks.ts';
import { addAccessCheck, addTokenRoute } from './access.ts';
import { addZoomAdmin } from './admin-routes.ts';
import { addArtifactRoutes } from './artifact-routes.ts';
import { addClientPages } from './client-pages.ts';
import { addLiveRoutes } from './live-routes.ts';
import { addMeetingRoutes } from './meeting-routes.ts';
import { Refusal, sendRefusal, throttled, unavailable } from './refusal.ts';
import { addReportRoutes } from './report-routes.ts';
import { addSettingsRoutes } from './settings-routes.ts';
import { createWebhooks } from './webhooks.ts';
import { createWorld } from './world.ts';

export { ZoomAccount } from './account.ts';

/**
 * A server that speaks Zoom's REST API for one or more accounts: sign-in, meetings, settings, recordings, reports and
 * signed webhooks, with simulated people. The API is under `/v2`, the token endpoint at `/oauth/token`, and what
 * tests and demonstrations steer it with under `/_sandbox`.
 */
export function createZoomSandbox(options: SandboxOptions = {}): FastifyInstance {
  const world = createWorld(options.now ?? (() => new Date()));
  const { app, misbehaviours } = createSandboxServer(
    {
      throttled,
      unavailable,
      reset: () => {
        world.clear();
        outbox.clear();
      },
    },
    options,
  );
  const outbox = createWebhookOutbox(misbehaviours);
  const webhooks = createWebhooks(world, outbox);

  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof Refusal) return sendRefusal(reply, error);
    const isCallersFault = error.statusCode !== undefined && error.statusCode < 500;
    if (isCallersFault)
      return sendRefusal(reply, new Refusal(400, 300, 'Request Body should be a valid JSON object.'));
    return sendRefusal(reply, new Refusal(500, 500, error.message));
  });
  app.setNotFoundHandler(async (_request, reply) =>
    sendRefusal(reply, new Refusal(404, 2300, 'This API endpoint is not recognized.')),
  );

  acceptForms(app);
  addAccessCheck(app, world);
  addTokenRoute(app, world);
  addMeetingRoutes(app, world, webhooks, misbehaviours);
  addLiveRoutes(app, world, webhooks);
  addSettingsRoutes(app, world);
  addArtifactRoutes(app, world, webhooks);
  addReportRoutes(app, world);
  addClientPages(app, world, webhooks, outbox);
  addAdminRoutes(app, (admin) => addZoomAdmin(admin, world, webhooks, outbox));
  return app;
}
