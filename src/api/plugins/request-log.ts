import type { FastifyInstance } from 'fastify';

/**
 * One line for each request: the route's pattern, never the address itself, and nothing of headers or bodies. The request's id is
 * in the line, in the answer's `x-request-id`, and in a problem's `instance`.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        organisation: request.caller?.organisationId ?? null,
      },
      'request',
    );
  });
}
