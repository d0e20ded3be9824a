import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import type { ConnectionConfig, ProviderContext } from '../../domain/provider.ts';
import { retryAfterMs } from '../shared/retry-after.ts';
import { answerLost, noAnswer, providerError, statusFailure } from '../shared/vendor-failure.ts';
import { nodeCodeOf } from './transport.ts';
import type { TeamsCredentials, TeamsSettings } from './settings.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Entra recommends PS256; a client assertion needs to live for one call only. */
const ASSERTION_ALGORITHM = 'PS256';
const ASSERTION_SECONDS = 300;
/** A token is not used in its last minutes, so that it does not end during a call. */
const SPARE_MS = 300_000;

const ENTRA = { vendor: 'Microsoft Entra', repeatable: true };

const TokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const TokenRefusal = z.object({ error: z.string(), error_codes: z.array(z.int()).optional() });

/** Access tokens for Graph, kept until shortly before they end. */
export interface Tokens {
  /** A token; `kept` where it was not asked for just now. */
  get: () => Promise<{ token: string; kept: boolean }>;
  /** Drops the kept token: Graph has refused it. */
  forget: () => void;
}

type Connection = ConnectionConfig<TeamsSettings, TeamsCredentials>;

/** Gets tokens by client credentials: a secret, or an assertion signed with the certificate's key. */
export function createTokens(connection: Connection, context: ProviderContext): Tokens {
  let current: { token: string; until: number } | undefined;
  return {
    get: async () => {
      const now = context.now().getTime();
      if (current !== undefined && now < current.until) return { token: current.token, kept: true };
      const answer = await requestToken(connection, context);
      current = { token: answer.access_token, until: now + answer.expires_in * 1000 - SPARE_MS };
      return { token: current.token, kept: false };
    },
    forget: () => {
      current = undefined;
    },
  };
}

async function requestToken(
  connection: Connection,
  context: ProviderContext,
): Promise<z.infer<typeof TokenAnswer>> {
  const { settings, credentials } = connection;
  const address = `${settings.authUrl.replace(/\/+$/, '')}/${credentials.tenantId}/oauth2/v2.0/token`;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.clientId,
    scope: SCOPE,
    ...(await proof(credentials, address, context.now())),
  });
  const { response, body } = await post(address, form, context.timeoutMs);
  if (!response.ok) throw refusal(response, body, context.now());
  const answer = TokenAnswer.safeParse(body);
  if (!answer.success) throw answerLost(ENTRA);
  return answer.data;
}

async function post(address: string, form: URLSearchParams, timeoutMs: number) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(address, { method: 'POST', body: form, redirect: 'error', signal });
    const body: unknown = await response.json().catch(() => undefined);
    return { response, body };
  } catch (error) {
    throw noAnswer(ENTRA, nodeCodeOf(error));
  }
}

async function proof(
  credentials: TeamsCredentials,
  audience: string,
  now: Date,
): Promise<Record<string, string>> {
  if (credentials.kind === 'secret') return { client_secret: credentials.clientSecret };
  const key = await importPKCS8(credentials.privateKey, ASSERTION_ALGORITHM);
  const issuedAt = Math.floor(now.getTime() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: ASSERTION_ALGORITHM, typ: 'JWT', 'x5t#S256': credentials.thumbprint })
    .setIssuer(credentials.clientId)
    .setSubject(credentials.clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_SECONDS)
    .sign(key);
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
}

/** Only the numbers of Entra's answer are kept: its text can hold names. */
function refusal(response: Response, body: unknown, now: Date) {
  if (response.status === 429 || response.status >= 500) {
    const details = { retryAfterMs: retryAfterMs(response.headers.get('retry-after') ?? undefined, now) };
    return statusFailure(ENTRA, response.status, details);
  }
  const entra = TokenRefusal.safeParse(body);
  const numbers = entra.success ? (entra.data.error_codes ?? []) : [];
  return providerError(
    'AUTH_FAILED',
    'Microsoft Entra gives the app no token. Check the tenant, the client id and the secret or certificate.',
    { facts: { entraErrors: numbers } },
  );
}
