import axios, { isAxiosError, type Method } from 'axios';
import { noAnswer, type CallFacts } from '../shared/vendor-failure.ts';
import type { Answer } from './failure.ts';

interface Send {
  method: Method;
  url: string;
  headers: Record<string, string>;
  data?: unknown;
  timeoutMs: number;
}

const MAX_ANSWER_BYTES = 5_000_000;

/**
 * Sends one request and gives the answer, whatever its status. Never follows a redirect, so that a token goes to the
 * configured address only.
 *
 * @throws DomainError UNAVAILABLE or OUTCOME_UNKNOWN where there is no answer in time.
 */
export async function send({ timeoutMs, ...request }: Send, facts: CallFacts): Promise<Answer> {
  try {
    const { status, headers, data } = await axios.request<string>({
      ...request,
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'text',
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
    });
    const named = Object.entries(headers).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      String(value),
    ]);
    return { status, headers: Object.fromEntries(named), text: typeof data === 'string' ? data : '' };
  } catch (error) {
    throw noAnswer(facts, isAxiosError(error) ? error.code : undefined);
  }
}
