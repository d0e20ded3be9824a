import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { serve } from './process.ts';

let pool: pg.Pool | undefined;
let app: FastifyInstance | undefined;

/** The least that could answer with a session: one handler, one query, no key, no organisation, no check of any kind. */
export const tasks = {
  /** Keeps these documents by id, and serves them under the path that the service has for them. */
  start: async ({ url, documents }: { url: string; documents: { id: string; body: string }[] }) => {
    const connections = new pg.Pool({ connectionString: url, max: 16 });
    pool = connections;
    await connections.query('CREATE TABLE bench_documents (id uuid PRIMARY KEY, body text NOT NULL)');
    for (const { id, body } of documents) {
      await connections.query('INSERT INTO bench_documents VALUES ($1, $2)', [id, body]);
    }
    app = Fastify();
    app.get<{ Params: { id: string } }>('/v1/sessions/:id', async (request, reply) => {
      const { rows } = await connections.query<{ body: string }>(
        'SELECT body FROM bench_documents WHERE id = $1',
        [request.params.id],
      );
      return reply.type('application/json; charset=utf-8').send(rows[0]?.body);
    });
    return { address: await app.listen({ host: '127.0.0.1', port: 0 }) };
  },
};
export type BareRead = typeof tasks;

serve(tasks, async () => {
  await app?.close();
  await pool?.end();
});
