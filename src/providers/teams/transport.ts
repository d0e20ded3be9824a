import type { Json } from '../../domain/json.ts';
import { Client, ResponseType, type Context } from '@microsoft/microsoft-graph-client';

/** One request to Graph: the path below the version, its query already encoded. */
export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: Record<string, Json>;
}

/**
 * Sends a request once. The client's own chain is not used: its retry handler repeats POST, its redirect handler takes the
 * token along, and its authentication handler knows https hosts only. `Prefer` makes Graph name enum values that came
 * later (lobby scopes, co-organiser) instead of `unknownFutureValue`.
 *
 * @throws whatever the connection failed with
 */
export async function sendToGraph(
  graphUrl: string,
  token: string,
  { method, path, body }: GraphRequest,
  timeoutMs: number,
): Promise<Response> {
  let failure: unknown;
  const once = {
    execute: async (context: Context): Promise<void> => {
      try {
        const options = {
          ...context.options,
          redirect: 'error' as const,
          signal: AbortSignal.timeout(timeoutMs),
        };
        // The client builds a URL; only its caller could have given a Request.
        context.response = await fetch(context.request as string, options);
      } catch (error) {
        // The client wraps what is thrown here and drops its cause, which says whether anything was sent.
        failure = error;
        throw error;
      }
    },
  };
  const request = Client.initWithMiddleware({ baseUrl: graphUrl, defaultVersion: 'v1.0', middleware: once })
    .api(path)
    .responseType(ResponseType.RAW)
    .header('Authorization', `Bearer ${token}`)
    .header('Prefer', 'include-unknown-enum-members');
  try {
    switch (method) {
      case 'GET':
        return (await request.get()) as Response;
      case 'POST':
        return (await request.post(body ?? {})) as Response;
      case 'PATCH':
        return (await request.patch(body ?? {})) as Response;
      case 'DELETE':
        return (await request.delete()) as Response;
    }
  } catch (error) {
    throw failure ?? error;
  }
}

/** Node's code of a failed connection (`ECONNREFUSED`), wherever in the chain of causes it stands. */
export function nodeCodeOf(error: unknown): string | undefined {
  for (let here = error; here instanceof Error; here = here.cause) {
    if ('code' in here && typeof here.code === 'string') return here.code;
  }
  return undefined;
}
