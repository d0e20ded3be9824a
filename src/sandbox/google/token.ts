import { createPublicKey, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt, jwtVerify } from 'jose';
import { acceptForms } from '../shared/form.ts';
import { isObject } from '../shared/paths.ts';
import { findUser, type GoogleAccount } from './account.ts';
import type { SandboxContext } from './state.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const AUDIENCES = ['https://oauth2.googleapis.com/token', 'https://www.googleapis.com/oauth2/v4/token'];
const MAX_LIFETIME_SECONDS = 3600;
const CLOCK_SKEW_SECONDS = 300;
const EXPIRES_IN_SECONDS = 3599;

/** What an assertion claims, before anything of it is believed. */
interface Claims {
  iss?: unknown;
  sub?: unknown;
  aud?: unknown;
  scope?: unknown;
  iat?: unknown;
  exp?: unknown;
}

/** The token endpoint's own error, which is not the shape of the APIs'. */
class TokenRefusal extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, description: string) {
    super(description);
    this.name = 'TokenRefusal';
    this.status = status;
    this.error = error;
  }
}

const invalidGrant = (description: string) => new TokenRefusal(400, 'invalid_grant', description);

/** A field of the form that was sent. */
const formField = (request: FastifyRequest, name: string): string | undefined => {
  const value = isObject(request.body) ? request.body[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

function claimsOf(assertion: string): Claims {
  try {
    return decodeJwt(assertion);
  } catch {
    throw invalidGrant('Invalid JWT: not a signed token.');
  }
}

/**
 * `POST /token`: a service account's signed assertion for an access token. `sub` needs domain-wide delegation of every
 * scope asked for: one that is missing fails all with 401 `unauthorized_client`. The audience may be Google's address
 * or the sandbox's own.
 */
export function addTokenRoute({ app, state, now }: SandboxContext): void {
  acceptForms(app);

  /** The account that an assertion is about: where its issuer is known and, if it names a user, the user too. */
  const findAccount = ({ iss, sub }: Claims): [id: string, account: GoogleAccount] | undefined => {
    const withIssuer = [...state.accounts].filter(([, account]) =>
      account.serviceAccounts.some((one) => one.email === iss),
    );
    if (typeof sub !== 'string' || sub === iss) return withIssuer[0];
    return withIssuer.find(([, account]) => findUser(account, sub) !== undefined) ?? withIssuer[0];
  };

  const exchange = async (request: FastifyRequest) => {
    const grant = formField(request, 'grant_type');
    if (grant === undefined)
      throw new TokenRefusal(400, 'invalid_request', 'Required parameter is missing: grant_type');
    if (grant !== GRANT)
      throw new TokenRefusal(400, 'unsupported_grant_type', `Invalid grant_type: ${grant}`);
    const assertion = formField(request, 'assertion');
    if (assertion === undefined)
      throw new TokenRefusal(400, 'invalid_request', 'Required parameter is missing: assertion');

    const claims = claimsOf(assertion);
    const found = findAccount(claims);
    const serviceAccount = found?.[1].serviceAccounts.find((one) => one.email === claims.iss);
    if (found === undefined || serviceAccount === undefined)
      throw invalidGrant('Invalid grant: account not found');
    const [accountId, account] = found;
    await jwtVerify(assertion, createPublicKey(serviceAccount.publicKey), {
      algorithms: ['RS256'],
      currentDate: now(),
      clockTolerance: CLOCK_SKEW_SECONDS,
    }).catch((cause: unknown) => {
      throw invalidGrant(cause instanceof Error ? `Invalid JWT: ${cause.message}` : 'Invalid JWT.');
    });
    checkTimes(claims, now());
    const own = `${request.protocol}://${request.host}/token`;
    if (typeof claims.aud !== 'string' || ![...AUDIENCES, own].includes(claims.aud)) {
      throw invalidGrant('Invalid JWT: the audience is not this token endpoint.');
    }
    const scopes =
      typeof claims.scope === 'string' ? claims.scope.split(' ').filter((scope) => scope !== '') : [];
    if (scopes.length === 0)
      throw new TokenRefusal(400, 'invalid_scope', 'Empty or missing scope not allowed.');

    const subject = typeof claims.sub === 'string' && claims.sub !== claims.iss ? claims.sub : undefined;
    const user = subject === undefined ? undefined : findUser(account, subject);
    if (subject !== undefined) {
      if (user === undefined || user.suspended) throw invalidGrant('Invalid email or User ID');
      if (!scopes.every((scope) => serviceAccount.delegatedScopes.includes(scope))) {
        throw new TokenRefusal(
          401,
          'unauthorized_client',
          'Client is unauthorized to retrieve access tokens using this method, or for a scope requested.',
        );
      }
    }
    const secret = `sandbox-access-${randomBytes(32).toString('base64url')}`;
    state.tokens.set(secret, {
      account: accountId,
      email: user?.email,
      serviceAccount: serviceAccount.email,
      projectId: serviceAccount.projectId,
      scopes,
      expiresAtMs: now().getTime() + EXPIRES_IN_SECONDS * 1000,
    });
    return {
      access_token: secret,
      expires_in: EXPIRES_IN_SECONDS,
      token_type: 'Bearer',
      scope: scopes.join(' '),
    };
  };

  app.post(
    '/token',
    {
      config: { operation: 'token' },
      // Before the misbehaviours act, so that one can be aimed at an account. Nothing is believed here.
      preValidation: async (request) => {
        const assertion = formField(request, 'assertion');
        if (assertion === undefined) return;
        try {
          const account = findAccount(decodeJwt(assertion))?.[0];
          if (account !== undefined) request.account = account;
        } catch {
          // Not a token at all: the handler says so in the vendor's words.
        }
      },
    },
    async (request, reply): Promise<FastifyReply> => {
      try {
        return reply.header('cache-control', 'no-store').send(await exchange(request));
      } catch (error) {
        if (!(error instanceof TokenRefusal)) throw error;
        return reply.code(error.status).send({ error: error.error, error_description: error.message });
      }
    },
  );
}

function checkTimes({ iat, exp }: Claims, now: Date): void {
  const nowSeconds = now.getTime() / 1000;
  if (
    typeof iat !== 'number' ||
    typeof exp !== 'number' ||
    exp - iat > MAX_LIFETIME_SECONDS ||
    iat > nowSeconds + CLOCK_SKEW_SECONDS
  ) {
    throw invalidGrant('Invalid JWT: it must be short-lived (60 minutes) and of a reasonable time.');
  }
}
