import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { serve } from './process.ts';

let client: pg.Client | undefined;
let app: FastifyInstance | undefined;

/** The least that could tell a browser of a change: what Postgres notifies goes as it is to one server-sent event. */
export const tasks = {
  start: async ({ url, channel }: { url: string; channel: string }) => {
    const listening = new pg.Client({ connectionString: url });
    client = listening;
    await listening.connect();
    app = Fastify({ forceCloseConnections: true });
    app.get('/events', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.raw.flushHeaders();
      listening.on('notification', ({ payload }) =>
        reply.raw.write(`event: notified\ndata: ${JSON.stringify(payload)}\n\n`),
      );
    });
    await listening.query(`LISTEN ${channel}`);
    return { address: await app.listen({ host: '127.0.0.1', port: 0 }) };
  },
};
export type BareEvents = typeof tasks;

serve(tasks, async () => {
  await app?.close();
  await client?.end();
});
