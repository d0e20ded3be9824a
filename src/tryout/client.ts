import type { Json } from '../domain/json.ts';

/** An answer of the public API. */
export interface Answer {
  status: number;
  body: Record<string, Json>;
}

/** The public API as an integrator calls it: over HTTP with a key. */
export class ApiClient {
  readonly #address: string;
  readonly #key: string;

  constructor(address: string, key: string) {
    this.#address = address;
    this.#key = key;
  }

  /** Calls and gives the answer, whatever its status. */
  async call(
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(this.#address + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, Json>) };
  }

  /** Calls and expects success. */
  async must(
    method: string,
    path: string,
    body?: Json,
    headers?: Record<string, string>,
  ): Promise<Record<string, Json>> {
    const answer = await this.call(method, path, body, headers);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
