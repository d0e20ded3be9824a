import type { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { answerLost } from '../shared/vendor-failure.ts';
import { codeOf, failureOf, VENDOR, type Answer } from './failure.ts';
import { send } from './http.ts';
import { operations, type OperationName } from './operations.ts';
import { takeLeave } from './rate-limits.ts';
import type { Credentials, Settings } from './settings.ts';
import { tokenSource, type Token, type TokenSource } from './token.ts';

/** One call of Zoom's API. */
export interface Call<Schema extends z.ZodType> {
  operation: OperationName;
  path: string;
  query?: Record<string, string>;
  body?: Json;
  /** Whose daily writes it counts against, for those that count. */
  organiser?: string;
  /** What of the answer is read; the rest, secrets among it, goes no further. */
  reads: Schema;
}

export interface Api {
  call: <Schema extends z.ZodType>(call: Call<Schema>) => Promise<z.infer<Schema>>;
  token: TokenSource;
}

const INVALID_TOKEN = 124;

/** Zoom's API for one connection: budgets, token, one fresh token where the held one is refused, errors translated. */
export function createApi(settings: Settings, credentials: Credentials, context: ProviderContext): Api {
  const token = tokenSource(settings, credentials, context);

  const attempt = async (call: Call<z.ZodType>, bearer: Token): Promise<Answer> => {
    const { method, category, countsAsWrite, repeatable } = operations[call.operation];
    await takeLeave(settings, context, { category, writesOf: countsAsWrite ? call.organiser : undefined });
    const query = new URLSearchParams(call.query).toString();
    return send(
      {
        method,
        url: `${settings.apiUrl}${call.path}${query === '' ? '' : `?${query}`}`,
        headers: {
          authorization: `Bearer ${bearer.value}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        data: call.body,
        timeoutMs: context.timeoutMs,
      },
      { vendor: VENDOR, repeatable },
    );
  };

  return {
    token,
    call: async (call) => {
      const { repeatable, scope } = operations[call.operation];
      let bearer = await token.get();
      let answer = await attempt(call, bearer);
      if (answer.status === 401 && codeOf(answer) === INVALID_TOKEN) {
        bearer = await token.get(bearer);
        answer = await attempt(call, bearer);
      }
      const facts = { vendor: VENDOR, repeatable, scope };
      if (answer.status < 200 || answer.status > 299) throw failureOf(answer, facts, context.now());
      const read = call.reads.safeParse(jsonOf(answer.text));
      if (!read.success) throw answerLost(facts);
      return read.data;
    },
  };
}

/** The body as JSON; undefined where it is empty or no JSON, which a schema that expects a body refuses. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
