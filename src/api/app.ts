import { setTimeout } from 'node:timers/promises';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Application } from '../application/context.ts';
import { everyTwoSeconds, type Beats } from './event-stream.ts';
import { openApiOptions } from './openapi.ts';
import { describeOperations } from './operation.ts';
import { createAuthentication, requireScopes } from './plugins/authentication.ts';
import { readCookies } from './plugins/console-cookie.ts';
import { answerWithProblems } from './plugins/problems.ts';
import {
  createRateLimiter,
  defaultRateLimit,
  defaultWrongKeys,
  type RateLimit,
} from './plugins/rate-limit.ts';
import { logRequests } from './plugins/request-log.ts';
import { setSecurityHeaders } from './plugins/security-headers.ts';
import { pageAssets } from './pages/assets.ts';
import { agendaRoutes } from './routes/agenda.ts';
import { auditRoutes } from './routes/audit.ts';
import { boardRoutes } from './routes/board.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { clientRoutes } from './routes/clients.ts';
import { consoleFiles } from './routes/console-files.ts';
import { connectionRoutes } from './routes/connections.ts';
import type { RouteContext } from './routes/context.ts';
import { doorRoutes } from './routes/door.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { healthRoutes } from './routes/health.ts';
import { copyRoutes, importRoutes } from './routes/fill-roster.ts';
import { hostRoutes } from './routes/hosts.ts';
import { keyRoutes } from './routes/keys.ts';
import { mailboxRoutes } from './routes/mailbox.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { peoplePassRoutes } from './routes/people-passes.ts';
import { peopleRoutes } from './routes/people.ts';
import { policyRoutes } from './routes/policies.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { sessionActRoutes } from './routes/session-acts.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { wording } from './wording.ts';

export interface ApiOptions {
  logger: FastifyBaseLogger;
  /** Where callers reach it, such as https://subrosa.example; for the API's description and HSTS. Default: not stated. */
  publicUrl?: string | undefined;
  /** For each key and process. Default: 6000 requests a minute. */
  rateLimit?: RateLimit;
  /** Wrong keys and cookies, for each address and process. Default: 30 a minute. */
  wrongKeys?: RateLimit;
  /** What says that an event stream still stands. Default: every two seconds. */
  beats?: Beats;
  /** Waits that many milliseconds, before a wrong passcode is answered. Default: the clock’s. */
  pause?: (ms: number) => Promise<void>;
  /** Proxies in front, by address or range: what they say of a caller's address is believed. Default: none. */
  trustedProxies?: readonly string[];
}

const MAX_BODY_BYTES = 256 * 1024;
/** How long a caller may take to send a request, milliseconds. */
const RECEIVE_TIMEOUT_MS = 30_000;

const resources = [
  sessionRoutes,
  sessionActRoutes,
  peopleRoutes,
  copyRoutes,
  importRoutes,
  peoplePassRoutes,
  boardRoutes,
  clientRoutes,
  hostRoutes,
  policyRoutes,
  connectionRoutes,
  catalogueRoutes,
  organisationRoutes,
  keyRoutes,
  auditRoutes,
  agendaRoutes,
  deliveryRoutes,
  mailboxRoutes,
];

/** The HTTP API over the use cases, with its description at /docs; not listening yet. */
export async function createApi(
  application: Application,
  {
    logger,
    publicUrl,
    rateLimit = defaultRateLimit,
    wrongKeys = defaultWrongKeys,
    beats = everyTwoSeconds,
    pause = (ms) => setTimeout(ms),
    trustedProxies = [],
  }: ApiOptions,
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: RECEIVE_TIMEOUT_MS,
    requestIdHeader: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => application.ambient.newId(),
    routerOptions: { maxParamLength: 128 },
  });
  z.config({ localeError: wording });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);

  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  setSecurityHeaders(app, publicUrl);
  logRequests(app);
  answerWithProblems(app);

  readCookies(app);

  await app.register(swagger, openApiOptions(publicUrl));
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  await app.register(healthRoutes, { application });
  await app.register(consoleFiles, { prefix: '/console' });
  const authentication = createAuthentication(application, wrongKeys);
  const context: RouteContext = { application, authentication, closing: closing.signal, beats, pause };
  await app.register(pageAssets);
  await app.register(doorRoutes, context);
  await app.register(signInRoutes, { ...context, prefix: '/v1' });
  await app.register(
    async (v1) => {
      const takeRequest = createRateLimiter(rateLimit, application.ambient.now);
      describeOperations(v1);
      v1.addHook('onRequest', async (request, reply) => {
        const caller = await authentication.check(request);
        request.caller = caller;
        takeRequest(caller.actor, reply);
        requireScopes(caller, request);
      });
      for (const routes of resources) await v1.register(routes, context);
    },
    { prefix: '/v1' },
  );
  return app;
}
