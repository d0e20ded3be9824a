import type { FastifyInstance } from 'fastify';

const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Two years, as browsers' preload lists ask for. */
const HSTS = 'max-age=63072000; includeSubDomains';
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** Answers are not stored, sniffed, framed or passed on. The page at /docs brings a content policy of its own. */
export function setSecurityHeaders(app: FastifyInstance, publicUrl: string | undefined): void {
  const always = publicUrl?.startsWith('https:')
    ? { ...headers, 'strict-transport-security': HSTS }
    : headers;
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(always);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', NOTHING);
  });
}
