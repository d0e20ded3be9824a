import { createHash, randomBytes, randomUUID, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { timestamp } from './clock.ts';
import type { Tenant, World } from './world.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = 'https://graph.microsoft.com/.default';

const TokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  scope: z.string(),
  client_secret: z.string().optional(),
  client_assertion_type: z.string().optional(),
  client_assertion: z.string().optional(),
});
type TokenRequest = z.infer<typeof TokenRequest>;

/** A refusal of the token endpoint: OAuth's `error`, and the AADSTS number that begins its description. */
class TokenError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, description: string) {
    super(`AADSTS${String(number)}: ${description}`);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

/** Entra's client-credentials endpoint: a secret, or an assertion signed with the key of the app's certificate. */
export function registerToken(vendor: FastifyInstance, world: World): void {
  vendor.post<{ Params: { tenant: string } }>(
    '/:tenant/oauth2/v2.0/token',
    {
      config: { operation: 'token' },
      onRequest: async (request) => {
        const tenant = world.tenants.get(request.params.tenant);
        if (tenant !== undefined) request.account = tenant.id;
      },
    },
    async (request, reply) => {
      try {
        const tenant = world.tenants.get(request.params.tenant);
        if (tenant === undefined) throw new TokenError(400, 'invalid_request', 90002, 'Tenant not found.');
        const address = `${request.protocol}://${request.host}${request.url}`;
        await checkRequest(tenant, request.body, address, world.now());
        return await reply.header('cache-control', 'no-store').send(issueToken(world, tenant));
      } catch (error) {
        if (error instanceof TokenError) return sendTokenError(reply, error, world.now());
        throw error;
      }
    },
  );
}

async function checkRequest(tenant: Tenant, body: unknown, address: string, now: Date): Promise<void> {
  const parsed = TokenRequest.safeParse(body);
  if (!parsed.success) {
    throw new TokenError(400, 'invalid_request', 900144, 'The request body is missing a required parameter.');
  }
  const sent = parsed.data;
  if (sent.grant_type !== 'client_credentials') {
    throw new TokenError(400, 'unsupported_grant_type', 70003, 'The grant type is not supported.');
  }
  if (sent.client_id !== tenant.config.app.clientId) {
    throw new TokenError(
      400,
      'unauthorized_client',
      700016,
      'The application was not found in the directory.',
    );
  }
  if (sent.scope !== SCOPE) {
    throw new TokenError(
      400,
      'invalid_scope',
      1002012,
      'The scope must be the resource with the suffix /.default.',
    );
  }
  if (sent.client_assertion !== undefined)
    await checkAssertion(tenant, sent, sent.client_assertion, address, now);
  else if (sent.client_secret !== undefined) checkSecret(tenant, sent.client_secret);
  else
    throw new TokenError(
      401,
      'invalid_client',
      7000218,
      'A client secret or a client assertion is required.',
    );
}

function checkSecret(tenant: Tenant, sent: string): void {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  const { secret } = tenant.config.app;
  if (secret === undefined || !timingSafeEqual(digest(secret), digest(sent))) {
    throw new TokenError(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
}

async function checkAssertion(
  tenant: Tenant,
  sent: TokenRequest,
  assertion: string,
  address: string,
  now: Date,
): Promise<void> {
  const { app } = tenant.config;
  if (sent.client_assertion_type !== ASSERTION_TYPE) {
    throw new TokenError(400, 'invalid_request', 900144, 'The client assertion type is missing or unknown.');
  }
  if (app.certificate === undefined) throw unknownCertificate();
  const certificate = new X509Certificate(app.certificate);
  try {
    const header = decodeProtectedHeader(assertion);
    const named = header['x5t#S256'] ?? header.x5t;
    if (typeof named !== 'string' || !thumbprints(certificate).includes(named)) throw unknownCertificate();
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['RS256', 'PS256'],
      issuer: app.clientId,
      subject: app.clientId,
      // The vendor knows itself by one address; whoever calls a sandbox names the sandbox's.
      audience: [address, `https://login.microsoftonline.com/${tenant.id}/oauth2/v2.0/token`],
      requiredClaims: ['exp', 'nbf', 'jti'],
      currentDate: now,
    });
  } catch (error) {
    if (error instanceof TokenError) throw error;
    if (error instanceof errors.JWTExpired) {
      throw new TokenError(
        401,
        'invalid_client',
        700024,
        'Client assertion is not within its valid time range.',
      );
    }
    throw new TokenError(
      401,
      'invalid_client',
      700027,
      'Client assertion failed signature or claim validation.',
    );
  }
}

const unknownCertificate = () =>
  new TokenError(
    401,
    'invalid_client',
    700027,
    'The certificate named by the client assertion is not registered.',
  );

const thumbprints = (certificate: X509Certificate): string[] =>
  ['sha256', 'sha1'].map((digest) => createHash(digest).update(certificate.raw).digest('base64url'));

function issueToken(world: World, tenant: Tenant) {
  const lifetime = tenant.config.tokenLifetimeSeconds;
  const token = randomBytes(48).toString('base64url');
  world.tokens.set(token, {
    tenantId: tenant.id,
    expiresAt: new Date(world.now().getTime() + lifetime * 1000),
  });
  return { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: token };
}

function sendTokenError(reply: FastifyReply, error: TokenError, now: Date): FastifyReply {
  return reply.code(error.status).send({
    error: error.error,
    error_description: error.message,
    error_codes: [error.number],
    timestamp: timestamp(now),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  });
}
