import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OPERATIONS } from './operations.ts';
import { Refusal, invalidToken } from './refusal.ts';
import type { World } from './world.ts';

const TOKEN_SECONDS = 3_600;

/**
 * Adds `POST /oauth/token` for server-to-server apps. Its errors are `{ reason, error }`, not the API's
 * `{ code, message }`. Several tokens may be valid at once; there is no refresh token.
 */
export function addTokenRoute(app: FastifyInstance, world: World): void {
  app.post('/oauth/token', { config: { operation: 'token' } }, async (request, reply) => {
    const asked = { ...(request.query as object), ...(request.body as object | null) } as Record<
      string,
      unknown
    >;
    const refuse = (status: number, error: string, reason: string) =>
      reply.code(status).send({ reason, error });

    const credentials = basicCredentials(request);
    if (credentials === undefined) return refuse(401, 'invalid_client', 'Invalid client_id or client_secret');
    if (asked.grant_type !== 'account_credentials') {
      return refuse(400, 'unsupported_grant_type', 'unsupported grant type');
    }
    if (typeof asked.account_id !== 'string') return refuse(400, 'invalid_request', 'Bad Request');
    const account = world.accounts.get(asked.account_id);
    if (account?.clientId !== credentials.id || account.clientSecret !== credentials.secret) {
      return refuse(400, 'invalid_client', 'Invalid client_id or client_secret');
    }
    request.account = asked.account_id;
    if (!account.active) return refuse(400, 'invalid_request', 'The app has been deactivated.');

    const token = randomBytes(48).toString('base64url');
    world.tokens.set(token, {
      account: asked.account_id,
      expiresAt: new Date(world.now().getTime() + TOKEN_SECONDS * 1_000),
    });
    return sendToken(reply, token, account.scopes);
  });
}

function sendToken(reply: FastifyReply, token: string, scopes: string[]): FastifyReply {
  return reply.send({
    access_token: token,
    token_type: 'bearer',
    expires_in: TOKEN_SECONDS,
    scope: scopes.join(' '),
    api_url: 'https://api.zoom.us',
  });
}

function basicCredentials(request: FastifyRequest): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: id ?? '', secret: secret.join(':') };
}

/** Checks the bearer token and its scopes on every call of the API, before anything else happens. */
export function addAccessCheck(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', async (request) => {
    const operation = OPERATIONS[request.routeOptions.config.operation ?? ''];
    if (operation === undefined) return;
    const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const token = world.tokens.get(bearer ?? '');
    const account = token && world.accounts.get(token.account);
    if (token === undefined || account === undefined || !account.active) throw invalidToken();
    request.account = token.account;
    if (token.expiresAt <= world.now()) throw invalidToken('Access token is expired.');

    const { granular, classic } = operation;
    if (account.scopes.includes(granular) || account.scopes.includes(classic)) return;
    // Apps with classic scopes are told 4700, apps with granular ones 4711.
    const isGranular =
      account.scopes.length === 0 || account.scopes.some((scope) => scope.split(':').length > 3);
    const [code, missing] = isGranular ? [4711, granular] : [4700, classic];
    throw new Refusal(400, code, `Invalid access token, does not contain scopes:[${missing}].`);
  });
}

/** The account of a request: the access check has set it. */
export const accountOf = (request: FastifyRequest): string => request.account ?? '';
