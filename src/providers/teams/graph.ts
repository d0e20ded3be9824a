import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import type { ConnectionConfig, ProviderContext } from '../../domain/provider.ts';
import { retryAfterMs } from '../shared/retry-after.ts';
import { answerLost, noAnswer, providerError } from '../shared/vendor-failure.ts';
import { graphFailure } from './graph-failure.ts';
import type { TeamsCredentials, TeamsSettings } from './settings.ts';
import { createTokens } from './token.ts';
import { nodeCodeOf, sendToGraph, type GraphRequest } from './transport.ts';

export type JsonObject = Record<string, Json>;

export interface GraphCall extends GraphRequest {
  /** The application permission that the call needs, for the message where it is missing. */
  permission: string;
  /** True where doing it twice would make two of something. */
  makes?: boolean;
  /** The wire's name of the body, for the field of a refusal. */
  bodyName?: string;
}

/** Microsoft Graph for one connection. Failures are thrown as one of the seven provider codes. */
export interface Graph {
  /** Tries the credentials. */
  signIn: () => Promise<void>;
  /** One call; an answer without content is an empty object. */
  call: (call: GraphCall) => Promise<JsonObject>;
  /** One call of which the status tells more than that it succeeded, such as whether something was made or found. */
  exchange: (call: GraphCall) => Promise<{ status: number; body: JsonObject }>;
  /** Every item of a collection, page after page. */
  list: (call: Omit<GraphCall, 'method' | 'body'>) => Promise<JsonObject[]>;
  /** Takes leave to make one more meeting for this organiser. */
  takeMeeting: (organiser: string) => Promise<void>;
}

/** Requests of one app and tenant: the older, lower of the two documented figures (learn throttling-limits). */
const REQUESTS = { scope: 'graph', limit: 2_000, windowMs: 1_000 };
/** Meetings that one organiser may have made in a month (learn throttling-limits). */
const MEETINGS = { limit: 2_000, windowMs: 30 * 24 * 3_600_000 };
/** A collection that has more pages is not one that a session leaves; half of it must not pass for all of it. */
const MAX_PAGES = 50;

const Page = z.object({
  value: z.array(z.record(z.string(), z.json())),
  '@odata.nextLink': z.string().optional(),
});

/** Opens Graph for a connection; nothing is called before the first use. */
export function createGraph(
  connection: ConnectionConfig<TeamsSettings, TeamsCredentials>,
  context: ProviderContext,
): Graph {
  const { graphUrl } = connection.settings;
  const tokens = createTokens(connection, context);

  const attempt = async (
    request: GraphCall,
    token: string,
  ): Promise<{ status: number; body: unknown; retryAfter: string | undefined }> => {
    const facts = { vendor: 'Microsoft Graph', repeatable: request.makes !== true };
    await context.takeBudget(REQUESTS);
    try {
      const response = await sendToGraph(graphUrl, token, request, context.timeoutMs);
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, body: parsed(await response.text()), retryAfter };
    } catch (error) {
      throw noAnswer(facts, nodeCodeOf(error));
    }
  };

  const exchange: Graph['exchange'] = async (request) => {
    const { token, kept } = await tokens.get();
    let answer = await attempt(request, token);
    if (answer.status === 401 && kept) {
      // A token can be revoked before its time; a refused call has done nothing, so it is safe to make once more.
      tokens.forget();
      answer = await attempt(request, (await tokens.get()).token);
    }
    const { status, body } = answer;
    const repeatable = request.makes !== true;
    if (status >= 400) {
      const properties = Object.keys(request.body ?? {});
      const facts = {
        repeatable,
        permission: request.permission,
        ...(request.bodyName === undefined ? {} : { body: { name: request.bodyName, properties } }),
      };
      throw graphFailure(status, body, facts, retryAfterMs(answer.retryAfter, context.now()));
    }
    if (status === 204) return { status, body: {} };
    const read = z.record(z.string(), z.json()).safeParse(body);
    if (!read.success) throw answerLost({ vendor: 'Microsoft Graph', repeatable });
    return { status, body: read.data };
  };
  const call: Graph['call'] = async (request) => (await exchange(request)).body;

  return {
    signIn: async () => {
      await tokens.get();
    },
    call,
    exchange,
    list: async (request) => {
      const items: JsonObject[] = [];
      let path: string | undefined = request.path;
      for (let pages = 0; path !== undefined && pages < MAX_PAGES; pages += 1) {
        const page = Page.safeParse(await call({ ...request, path, method: 'GET' }));
        if (!page.success) throw answerLost({ vendor: 'Microsoft Graph', repeatable: true });
        items.push(...page.data.value);
        path = nextPath(page.data['@odata.nextLink']);
      }
      if (path !== undefined) {
        throw providerError('REJECTED', 'Microsoft Graph lists more than can be read through in one go.');
      }
      return items;
    },
    takeMeeting: (organiser) => context.takeBudget({ scope: `meetings:${organiser}`, ...MEETINGS }),
  };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The path of the next page below the version. Its host is dropped: the token goes to the configured address only. */
function nextPath(link: string | undefined): string | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined;
  const { pathname, search } = new URL(link);
  return pathname.replace(/^\/v1\.0/, '') + search;
}
