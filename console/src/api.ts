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

/** One request with the coach's cookie. A page of another origin cannot send our header: it says that this one is ours. */
async function ask(path: string, { headers, ...init }: RequestInit): Promise<Response> {
  const answer = await fetch(path, {
    ...init,
    headers: { ...headers, 'x-subrosa': 'console' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.ok) return answer;
  const { code = 'UNKNOWN', detail = 'The service refused.' } = (await answer.json()) as {
    code?: string;
    detail?: string;
  };
  throw new ApiProblem(answer.status, code, detail);
}

/**
 * Asks the public API.
 *
 * @throws ApiProblem where the service refuses; any other error means that it is not known whether the request arrived.
 */
export async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const sent =
    body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const text = await (await ask(path, { method, ...sent })).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Hands a file of the API's to the browser, under a name. @throws as `call`. */
export async function download(path: string, type: string, name: string): Promise<void> {
  const answer = await ask(path, { headers: { accept: type } });
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** What went wrong, for the coach. */
export const sentenceOf = (failure: unknown): string =>
  failure instanceof ApiProblem
    ? failure.message
    : 'There was no answer, so it is not known whether this was done. See what the board says before you do it again.';
