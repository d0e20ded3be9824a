import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';

const assets = [
  { file: 'door.css', type: 'text/css; charset=utf-8' },
  { file: 'door.js', type: 'text/javascript; charset=utf-8' },
];
/** Long enough to spare a page its second request, short enough that a new release is seen within the hour. */
const CACHING = 'public, max-age=3600';

/** What the participants’ pages load: one style sheet and one script, from this address alone. */
export const pageAssets: FastifyPluginAsync = async (app) => {
  for (const { file, type } of assets) {
    const content = await readFile(new URL(`assets/${file}`, import.meta.url));
    app.get(`/assets/${file}`, { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', CACHING).type(type).send(content),
    );
  }
};
