import { z } from 'zod';
import { readCoach, requestSignIn, signIn, SignInRequest, signOut } from '../../application/sign-in.ts';
import { DomainError } from '../../domain/errors.ts';
import { noBody, problemsFor } from '../operation.ts';
import {
  clearConsoleCookie,
  consoleToken,
  requireOwnPage,
  setConsoleCookie,
} from '../plugins/console-cookie.ts';
import { logUnexpected } from '../plugins/problems.ts';
import { createRateLimiter, type RateLimit } from '../plugins/rate-limit.ts';
import { CoachResource, coachView } from '../resources/coach.ts';
import type { Routes } from './context.ts';

const tags = ['Console'];
/** For each address that asks, and process. */
const rateLimit: RateLimit = { requests: 60, windowMs: 60_000 };

const SignInToken = z
  .strictObject({ token: z.string().max(100).describe('What stands behind the # of the link.') })
  .meta({ id: 'SignInToken' });

const ownPageOnly =
  ' For the console’s own page: the Origin must be ours, and the header `x-subrosa: console` must be there.';
const refusals = problemsFor(['INVALID_REQUEST', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'DATABASE_UNAVAILABLE']);
const signedInRefusals = problemsFor([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
  'DATABASE_UNAVAILABLE',
]);

/** How coaches sign in to the console, and out of it. Behind no key. */
export const signInRoutes: Routes = async (app, { application, authentication }) => {
  const takeRequest = createRateLimiter(rateLimit, application.ambient.now);
  app.addHook('onRequest', async (request, reply) => {
    takeRequest(request.ip, reply);
    requireOwnPage(request, application.publicUrl);
  });

  app.route({
    method: 'POST',
    url: '/sign-ins',
    schema: {
      tags,
      operationId: 'requestSignIn',
      summary: 'Ask for a sign-in link',
      description: `Sent to the address if it is a coach’s; it works once, for a quarter of an hour. The answer is the same for every address.${ownPageOnly}`,
      security: [],
      body: SignInRequest,
      response: { 202: noBody('Sent, if the address is a coach’s.'), ...refusals },
    },
    handler: async (request, reply) => {
      // Answered before anything is looked up, so that the time it takes says nothing either.
      reply.code(202).send();
      await requestSignIn(application, request.body).catch((error: unknown) => logUnexpected(error, request));
      return reply;
    },
  });

  app.route({
    method: 'POST',
    url: '/console-session',
    schema: {
      tags,
      operationId: 'signIn',
      summary: 'Sign in with a link',
      description: `Spends the link, and sets the cookie that later requests are known by.${ownPageOnly}`,
      security: [],
      body: SignInToken,
      response: { 201: CoachResource, ...refusals, ...problemsFor(['UNAUTHENTICATED']) },
    },
    handler: async (request, reply) => {
      const token = await signIn(application, request.body.token);
      setConsoleCookie(reply, token);
      return reply.code(201).send(coachView(await readCoach(application, token)));
    },
  });

  app.route({
    method: 'GET',
    url: '/console-session',
    schema: {
      tags,
      operationId: 'getCoach',
      summary: 'Who is signed in?',
      description: 'The coach whom the cookie belongs to.',
      security: [{ coach: [] }],
      response: { 200: CoachResource, ...signedInRefusals },
    },
    handler: async (request) => coachView(await readCoach(application, consoleToken(request) ?? '')),
  });

  app.route({
    method: 'DELETE',
    url: '/console-session',
    schema: {
      tags,
      operationId: 'signOut',
      summary: 'Sign out',
      description: `Ends this sign-in, here at once and within five seconds at every other replica. Signing out twice changes nothing.${ownPageOnly}`,
      security: [{ coach: [] }],
      response: { 204: noBody('Signed out, now or before.'), ...signedInRefusals },
    },
    handler: async (request, reply) => {
      await signOut(application, consoleToken(request) ?? '').catch((error: unknown) => {
        if (!(error instanceof DomainError && error.code === 'UNAUTHENTICATED')) throw error;
      });
      authentication.forgetAll();
      return clearConsoleCookie(reply).code(204).send();
    },
  });
};
