/** A refusal of the service: a problem as its API describes them. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** How long an answer may take; after that it is not known whether the request arrived. */
const PATIENCE_MS = 20_000;

/**
 * One request to the public API, with the coach's cookie.
 *
 * @throws ApiProblem where the service refuses; any other error means that it is not known whether the request arrived.
 */
export async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const answer = await fetch(path, {
    method,
    // A page of another origin cannot send this header: it says that the request is the console's own.
    headers: {
      ...headers,
      'x-subrosa': 'console',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  const content: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.ok) return content as T;
  const { code = 'UNKNOWN', detail = 'The service refused.' } = content as { code?: string; detail?: string };
  throw new ApiProblem(answer.status, code, detail);
}

/** What went wrong, for the coach. */
export const sentenceOf = (failure: unknown): string =>
  failure instanceof ApiProblem
    ? failure.message
    : 'There was no answer, so it is not known whether this was done. See what the board says before you do it again.';
