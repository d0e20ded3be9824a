import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** What `npm run build` makes. */
const built = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

/** Its own files and its own service, and nothing that is written into the page. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Pages of the console: all of them are the one that finds out by its address which it is. */
const pages = ['/', '/sign-in', '/mailbox', '/sessions/:id'];

const DAY_MS = 24 * 3_600_000;

/** The coach's console: static files, and not a word in them about anybody. */
export async function consoleFiles(app: FastifyInstance): Promise<void> {
  if (!existsSync(built)) {
    app.log.warn('the console is not built, so it is not served: npm run build');
    return;
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_POLICY);
  });
  // Their names change with what is in them.
  await app.register(files, {
    root: `${built}assets`,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: 365 * DAY_MS,
  });
  for (const url of pages) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply.sendFile('index.html', built, { cacheControl: false }),
    );
  }
}
