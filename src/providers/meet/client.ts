import type { z } from 'zod';
import type { ConnectionConfig, ProviderContext } from '../../domain/provider.ts';
import type { Page } from './answers.ts';
import { createTakeLeave, type CallKind } from './budgets.ts';
import { refusalOf, refused, translate, unreadable, type GoogleCall, type RefusedCall } from './failure.ts';
import { addressesOf, type Credentials, type Settings } from './settings.ts';
import { createTokens, type Tokens } from './token.ts';

/** A call: for whom it is made, of which kind, and what a refusal means here. */
export interface Call extends GoogleCall {
  /** The Workspace user whom the service account acts for. */
  user: string;
  kind: CallKind;
  /** Gives an error of its own for a refusal that means something particular here; undefined leaves it as it is. */
  onRefusal?: (refusal: RefusedCall) => Promise<Error | undefined>;
}

interface RequestOptions {
  headers: Record<string, string>;
}
type Send = (options: RequestOptions) => Promise<{ data: unknown }>;

/** More pages than any list here can have; an answer that never ends must not be followed for ever. */
const MAX_PAGES = 100;

/** What the vendor's generated client is made with. */
export const clientOptions = (timeoutMs: number) =>
  ({
    http2: false,
    // Google's own retry settings repeat reads only, and only while it is away; our jobs do that, and better spaced.
    retry: false,
    timeout: timeoutMs,
    redirect: 'error',
    fetchImplementation: fetch,
    // Named, or the library takes it from the environment.
    universeDomain: 'googleapis.com',
  }) as const;

export interface Client {
  tokens: Tokens;
  /** Makes one call and checks the shape of its answer. */
  make: <T extends z.ZodType>(call: Call, shape: T, send: Send) => Promise<z.output<T>>;
  /** Reads a list to its end. */
  makeAll: <Item>(
    call: Call,
    shape: z.ZodType<Page<Item>>,
    send: (page: { pageToken?: string }, options: RequestOptions) => ReturnType<Send>,
  ) => Promise<Item[]>;
}

/** Makes calls with leave from the budgets, a token of their scopes, and Google's failures as our own codes. */
export function createClient(
  { settings, credentials }: ConnectionConfig<Settings, Credentials>,
  context: ProviderContext,
): Client {
  const tokens = createTokens(credentials, addressesOf(settings).tokenUrl, context);
  const takeLeave = createTakeLeave(settings.rateLimits, context.takeBudget);

  const make: Client['make'] = async (call, shape, send) => {
    // Google's word on the key comes first: nobody takes from a project's budget with a key that is not its own.
    const token = await tokens.get(call.user, call.scopeSet);
    await takeLeave(call.kind, call.user);
    let data: unknown;
    try {
      ({ data } = await send({ headers: { authorization: `Bearer ${token}` } }));
    } catch (error) {
      const refusal = refusalOf(error, context.now());
      if (refusal === undefined) throw translate(call, error);
      if (refusal.status === 401) tokens.forget(call.user, call.scopeSet);
      throw (await call.onRefusal?.(refusal)) ?? refused(call, refusal);
    }
    const answer = shape.safeParse(data);
    if (!answer.success) throw unreadable(call);
    return answer.data;
  };

  const makeAll: Client['makeAll'] = async (call, shape, send) => {
    const items = [];
    let page: { pageToken?: string } = {};
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const read = await make(call, shape, (options) => send(page, options));
      items.push(...read.items);
      if (read.nextPageToken === undefined || read.nextPageToken === '') return items;
      page = { pageToken: read.nextPageToken };
    }
    throw unreadable(call);
  };

  return { tokens, make, makeAll };
}
