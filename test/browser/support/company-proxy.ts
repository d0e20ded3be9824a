import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it does to event streams: lets them through, cuts them, or holds back what they say until they end. */
export type ToStreams = 'pass' | 'cut' | 'hold back';

/** A proxy as companies have them between their people and the world; for `http:` addresses. */
export interface CompanyProxy {
  /** Such as http://127.0.0.1:41234. */
  server: string;
  /** What it does from now on; streams that stand are cut once, as at a change of its rules. */
  turnTo: (what: ToStreams) => void;
  close: () => Promise<void>;
}

export async function openCompanyProxy(): Promise<CompanyProxy> {
  let toStreams: ToStreams = 'pass';
  const streams = new Set<ServerResponse>();

  const server = createServer((incoming, answer) => {
    const { method, headers, url = '' } = incoming;
    const onward = request(url, { method, headers }, (found) => passOn(found, answer));
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });

  function passOn(found: IncomingMessage, answer: ServerResponse): void {
    const isStream = found.headers['content-type']?.startsWith('text/event-stream') === true;
    if (isStream && toStreams === 'cut') {
      answer.destroy();
      return;
    }
    if (isStream) {
      streams.add(answer);
      answer.on('close', () => streams.delete(answer));
    }
    answer.writeHead(found.statusCode ?? 502, found.headers);
    found.on('error', () => answer.destroy());
    if (isStream && toStreams === 'hold back') {
      answer.flushHeaders();
      const held: Buffer[] = [];
      found.on('data', (chunk: Buffer) => held.push(chunk));
      found.on('end', () => answer.end(Buffer.concat(held)));
      return;
    }
    found.pipe(answer);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    turnTo: (what) => {
      toStreams = what;
      for (const stream of streams) stream.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
