import { Agent, request } from 'node:http';
import { concurrently } from './concurrently.ts';

/** A document that a server is asked for, and the very bytes it must answer with. */
export interface Wanted {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Asks so often, in turn for each document, over connections that stay open. Gives the answers a second.
 *
 * @throws Error where an answer is not the document.
 */
export async function load(
  wanted: readonly Wanted[],
  { count, concurrency }: { count: number; concurrency: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const startedAt = performance.now();
  await concurrently(count, concurrency, async (index) => {
    const document = wanted[index % wanted.length];
    if (document === undefined) throw new Error('There is nothing to ask for');
    const { status, body } = await get(agent, document);
    if (status !== 200 || !body.equals(document.body)) {
      throw new Error(`${document.url} answered otherwise than wanted: ${status}`);
    }
  });
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return count / seconds;
}

const get = (agent: Agent, { url, headers }: Wanted): Promise<{ status: number | undefined; body: Buffer }> =>
  new Promise((resolve, reject) => {
    request(url, { agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
