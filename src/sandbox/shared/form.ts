import type { FastifyInstance } from 'fastify';

/** Lets an app read `application/x-www-form-urlencoded` bodies, as OAuth token endpoints take them. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}
