import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it went over the wire. */
export interface Passed {
  method: string;
  /** With the query. */
  path: string;
  body: string;
}

/** A server between the adapter and a sandbox: it sees every request and can spoil every answer. */
export interface Middle {
  origin: string;
  /** What passed, oldest first. */
  passed: Passed[];
  /** `garble` answers with text that is no JSON; `hang` never answers. `spare` is a part of paths that are left alone. */
  spoil: (how: 'not' | 'garble' | 'hang', spare?: string) => void;
  close: () => Promise<void>;
}

/** Starts a middle in front of the sandbox at `origin`. */
export async function startMiddle(origin: string): Promise<Middle> {
  const passed: Passed[] = [];
  let how: 'not' | 'garble' | 'hang' = 'not';
  let spared = '';

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = incoming.url ?? '/';
    passed.push({ method: incoming.method ?? 'GET', path, body: body.toString('utf8') });
    const spoilt = how !== 'not' && (spared === '' || !path.includes(spared));
    if (spoilt && how === 'hang') return;
    if (spoilt) {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"half": ');
      return;
    }
    const onward = request(
      new URL(path, origin),
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(origin).host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  };

  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    passed,
    spoil: (next, spare = '') => {
      how = next;
      spared = spare;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
