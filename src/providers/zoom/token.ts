import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProviderContext } from '../../domain/provider.ts';
import { answerLost, providerError, statusFailure } from '../shared/vendor-failure.ts';
import { failureOf, VENDOR } from './failure.ts';
import { send } from './http.ts';
import type { Credentials, Settings } from './settings.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number(),
  scope: z.string().default(''),
});

/** A token and what it may do. */
export interface Token {
  value: string;
  scopes: ReadonlySet<string>;
  expiresAt: number;
}

/** Gives the connection's token, fetched when there is none or the last one is about to expire. */
export interface TokenSource {
  /** Never the refused one, where Zoom has just refused one. */
  get: (refused?: Token) => Promise<Token>;
  /** One that was fetched just now, with the scopes that the app has now. */
  renew: () => Promise<Token>;
}

/** A token is not used in its last minute, so that it does not expire on its way. */
const MARGIN_MS = 60_000;

/** Tokens live in memory only and are shared by everything in this process that uses the same credentials. */
const cache = new Map<string, Promise<Token>>();
const MAX_CACHED = 10_000;

const FACTS = { vendor: VENDOR, repeatable: true };

export function tokenSource(
  settings: Settings,
  credentials: Credentials,
  { now, timeoutMs }: Pick<ProviderContext, 'now' | 'timeoutMs'>,
): TokenSource {
  const key = createHash('sha256')
    .update(
      JSON.stringify([
        settings.authUrl,
        credentials.accountId,
        credentials.clientId,
        credentials.clientSecret,
      ]),
    )
    .digest('base64url');
  const renew = () => remember(key, fetchToken(settings, credentials, now, timeoutMs));
  return {
    renew,
    get: async (refused) => {
      const known = cache.get(key);
      const held = await known;
      if (held !== undefined && held !== refused && held.expiresAt - MARGIN_MS > now().getTime()) return held;
      // Another call may have begun to fetch one in the meantime.
      const newer = cache.get(key);
      if (newer !== undefined && newer !== known) return newer;
      return renew();
    },
  };
}

function remember(key: string, fetching: Promise<Token>): Promise<Token> {
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, fetching);
  fetching.catch(() => {
    if (cache.get(key) === fetching) cache.delete(key);
  });
  return fetching;
}

/** Server-to-server OAuth. Its errors are `{ reason, error }`, unlike the API's. */
async function fetchToken(
  { authUrl }: Settings,
  { accountId, clientId, clientSecret }: Credentials,
  now: () => Date,
  timeoutMs: number,
): Promise<Token> {
  const answer = await send(
    {
      method: 'POST',
      url: `${authUrl}/oauth/token`,
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      data: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }).toString(),
      timeoutMs,
    },
    FACTS,
  );
  if (answer.status === 400 || answer.status === 401) {
    const says =
      'Zoom gives the connection no token. Check account id, client id and secret, and that the app is activated.';
    throw providerError('AUTH_FAILED', says);
  }
  if (answer.status === 429) throw failureOf(answer, { ...FACTS, scope: '' }, now());
  if (answer.status !== 200) throw statusFailure(FACTS, answer.status);
  const { access_token, expires_in, scope } = readToken(answer.text);
  return {
    value: access_token,
    scopes: new Set(scope.split(' ').filter((name) => name !== '')),
    expiresAt: now().getTime() + expires_in * 1_000,
  };
}

function readToken(text: string): z.infer<typeof TokenAnswer> {
  try {
    return TokenAnswer.parse(JSON.parse(text));
  } catch {
    throw answerLost(FACTS);
  }
}
