import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { JsonObject } from '../shared/paths.ts';
import { selectFields } from './fields.ts';
import { errorInfo, GoogleRefusal, invalidArgument, spaceDenied } from './refusal.ts';
import type { AccessToken, GoogleState } from './state.ts';

interface GoogleCall {
  /** The API's host name and the method's full name, as the vendor's errors give them. */
  service: string;
  method: string;
  /** Any one of them lets the call through. */
  scopes: readonly string[];
  /** The query parameters that the method has besides the system's. */
  query: readonly string[];
}

/** Somebody who acts for a user of an account. */
export interface Caller extends AccessToken {
  email: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    google?: GoogleCall;
  }
  interface FastifyRequest {
    googleToken?: AccessToken;
  }
}

/** A route's `config`: the sandbox's name of the operation, and what the vendor asks of a caller. */
export const call = (
  operation: string,
  method: string,
  scopes: readonly string[],
  query: readonly string[] = [],
) => ({ config: { operation, google: { service: serviceOf(method), method, scopes, query } } });

const serviceOf = (method: string) => {
  const family = method.split('.')[0] ?? '';
  return family === 'drive' ? 'www.googleapis.com' : `${family}.googleapis.com`;
};

const SYSTEM_PARAMETERS = new Set([
  '$.xgafv',
  'alt',
  'callback',
  'fields',
  'key',
  'prettyPrint',
  'quotaUser',
  'uploadType',
  'upload_protocol',
]);

/** The caller of a route that acts for a user. A service account for no user may use none of these APIs. */
export function callerOf(request: FastifyRequest): Caller {
  const token = request.googleToken;
  if (token === undefined) throw new Error('The route has no scopes, so nobody was authenticated.');
  if (token.email === undefined) throw spaceDenied();
  return { ...token, email: token.email };
}

/** Whether the caller has one of these scopes. */
export const hasScope = (caller: AccessToken, ...scopes: string[]) =>
  scopes.some((scope) => caller.scopes.includes(scope));

const unauthenticated = (reason: string) =>
  new GoogleRefusal(
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token.',
    [errorInfo(reason)],
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  );

function authenticate(request: FastifyRequest, google: GoogleCall, state: GoogleState, nowMs: number): void {
  const [scheme, secret] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || secret === undefined)
    throw unauthenticated('CREDENTIALS_MISSING');
  const token = state.tokens.get(secret);
  if (token === undefined) throw unauthenticated('ACCESS_TOKEN_INVALID');
  if (token.expiresAtMs <= nowMs) throw unauthenticated('ACCESS_TOKEN_EXPIRED');
  request.account = token.account;
  request.googleToken = token;
  if (hasScope(token, ...google.scopes)) return;
  throw new GoogleRefusal(
    'PERMISSION_DENIED',
    'Request had insufficient authentication scopes.',
    [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { service: google.service, method: google.method })],
    {
      'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${google.scopes.join(' ')}"`,
    },
  );
}

/** Authenticates each vendor call, refuses unknown query parameters and obeys `fields`. */
export function addCallHooks(app: FastifyInstance, state: GoogleState, now: () => Date): void {
  app.addHook('onRequest', async (request) => {
    const { google } = request.routeOptions.config;
    if (google !== undefined) authenticate(request, google, state, now().getTime());
  });
  app.addHook('preValidation', async (request) => {
    const { google } = request.routeOptions.config;
    if (google === undefined) return;
    for (const name of Object.keys(request.query as object)) {
      if (SYSTEM_PARAMETERS.has(name) || google.query.includes(name)) continue;
      throw invalidArgument(
        `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`,
        name,
      );
    }
  });
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (request.routeOptions.config.google === undefined || reply.statusCode >= 400) return payload;
    const fields = queryOf(request).fields;
    return fields === undefined ? payload : selectFields(payload as JsonObject, fields);
  });
}

/** The query's parameters; of one given twice, the last. */
export function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const query: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    query[name] = Array.isArray(value) ? value.at(-1) : value;
  }
  return query;
}

/** A request body by its schema, or the vendor's 400 that names what it does not know. An absent body is empty. */
export function bodyOf<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    throw invalidArgument(
      `Invalid JSON payload received. Unknown name "${name}" at '${path}': Cannot find field.`,
      path === '' ? name : `${path}.${name}`,
    );
  }
  throw invalidArgument(`Invalid value at '${path}'`, path);
}
