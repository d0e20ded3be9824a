import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { answerLost, noAnswer, providerError, statusFailure } from '../shared/vendor-failure.ts';
import { retryAfterMs } from '../shared/retry-after.ts';
import { nodeCode, scopesMissing } from './failure.ts';
import { scopeSets, type ScopeSet } from './scopes.ts';
import type { Credentials } from './settings.ts';

/** What Google wants an assertion to be made out to, whichever address it is sent to. */
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ASSERTION_SECONDS = 600;
/** A token is not used for its last minutes, so that it does not end during a call. */
const MARGIN_MS = 5 * 60_000;
/** Scopes that were not delegated are not asked for again so soon: that costs a signature and a call for every session. */
const REFUSED_MS = 5 * 60_000;

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const Refusal = z.object({ error: z.string() });

/** A token endpoint call does nothing that repeating it would do twice. */
const facts = { vendor: 'Google', repeatable: true };

interface Minted {
  token: string;
  expiresAtMs: number;
}

/** Gives access tokens of a service account that acts for a user (`subject`), or for itself where that is undefined. */
export interface Tokens {
  /** @throws DomainError AUTH_FAILED naming the scopes to delegate, RATE_LIMITED or UNAVAILABLE. */
  get: (subject: string | undefined, scopeSet: ScopeSet) => Promise<string>;
  /** Forgets a token that Google refused. */
  forget: (subject: string | undefined, scopeSet: ScopeSet) => void;
}

/**
 * Signed here and not by google-auth-library: version 11 has the token endpoint's address fixed, retries by itself and puts
 * the vendor's text into its errors.
 */
export function createTokens(
  { clientEmail, privateKey, keyId }: Credentials,
  tokenUrl: string,
  { now, timeoutMs }: Pick<ProviderContext, 'now' | 'timeoutMs'>,
): Tokens {
  const held = new Map<string, Promise<Minted>>();
  const refusals = new Map<string, { refusal: DomainError; untilMs: number }>();
  const keyOf = (subject: string | undefined, scopeSet: ScopeSet) => `${scopeSet} ${subject ?? ''}`;

  const sign = async (subject: string | undefined, scopeSet: ScopeSet): Promise<string> => {
    const iat = Math.floor(now().getTime() / 1000);
    const assertion = new SignJWT({ scope: scopeSets[scopeSet].join(' ') })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId === null ? {} : { kid: keyId }) })
      .setIssuer(clientEmail)
      .setAudience(AUDIENCE)
      .setIssuedAt(iat)
      .setExpirationTime(iat + ASSERTION_SECONDS);
    if (subject !== undefined) assertion.setSubject(subject);
    return assertion.sign(await importPKCS8(privateKey, 'RS256'));
  };

  const mint = async (subject: string | undefined, scopeSet: ScopeSet): Promise<Minted> => {
    const body = new URLSearchParams({ grant_type: GRANT, assertion: await sign(subject, scopeSet) });
    const mintedAtMs = now().getTime();
    let response: Response;
    let answer: unknown;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      response = await fetch(tokenUrl, { method: 'POST', body, signal, redirect: 'error' });
      answer = parse(await response.text());
    } catch (error) {
      throw noAnswer(facts, nodeCode(error));
    }
    if (!response.ok) throw refusedToken(response, answer, scopeSet, now());
    const token = Answer.safeParse(answer);
    if (!token.success) throw answerLost(facts);
    return { token: token.data.access_token, expiresAtMs: mintedAtMs + token.data.expires_in * 1000 };
  };

  const get: Tokens['get'] = async (subject, scopeSet) => {
    const key = keyOf(subject, scopeSet);
    const refused = refusals.get(key);
    if (refused !== undefined && now().getTime() < refused.untilMs) throw refused.refusal;
    const minted = await held.get(key);
    if (minted !== undefined && minted.expiresAtMs - MARGIN_MS > now().getTime()) return minted.token;
    const fresh = mint(subject, scopeSet);
    held.set(key, fresh);
    try {
      return (await fresh).token;
    } catch (error) {
      if (held.get(key) === fresh) held.delete(key);
      if (error instanceof DomainError && error.code === 'AUTH_FAILED') {
        refusals.set(key, { refusal: error, untilMs: now().getTime() + REFUSED_MS });
      }
      throw error;
    }
  };

  return { get, forget: (subject, scopeSet) => held.delete(keyOf(subject, scopeSet)) };
}

function refusedToken(response: Response, answer: unknown, scopeSet: ScopeSet, now: Date): DomainError {
  const refusal = Refusal.safeParse(answer);
  const error = refusal.success ? refusal.data.error : undefined;
  if (error === 'unauthorized_client') return scopesMissing(scopeSet);
  if (error === 'invalid_grant') {
    return providerError(
      'AUTH_FAILED',
      'Google does not accept the service account’s key, or does not know the user to act for. Check that the key still exists and that the address is that of an active Google Workspace user.',
    );
  }
  if (response.status < 500 && response.status !== 408 && response.status !== 429) {
    return providerError('AUTH_FAILED', 'Google does not accept the service account’s key.');
  }
  const header = response.headers.get('retry-after') ?? undefined;
  return statusFailure(facts, response.status, { retryAfterMs: retryAfterMs(header, now) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
