import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Application } from '../../application/context.ts';
import { DomainError } from '../../domain/errors.ts';
import { problemsFor } from '../operation.ts';

const tags = ['Health'];

const Health = z
  .object({ status: z.literal('ok') })
  .meta({ id: 'Health', description: 'The process, or the process and its database, can serve.' });

const ok = { status: 'ok' } as const;

/** For load balancers; outside /v1 and without a key. */
export const healthRoutes: FastifyPluginAsyncZod<{ application: Application }> = async (
  app,
  { application },
) => {
  app.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      tags,
      operationId: 'getLiveness',
      summary: 'Is the process up?',
      description: 'Asks nothing else. Restart the process where this does not answer.',
      security: [],
      response: { 200: Health },
    },
    handler: async () => ok,
  });

  app.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      tags,
      operationId: 'getReadiness',
      summary: 'Can it serve?',
      description: 'Reaches for the database. Send no requests here while this fails.',
      security: [],
      response: { 200: Health, ...problemsFor(['DATABASE_UNAVAILABLE']) },
    },
    handler: async () => {
      if (await application.database.ping()) return ok;
      throw new DomainError('DATABASE_UNAVAILABLE', 'The database cannot be reached at present.');
    },
  });
};
