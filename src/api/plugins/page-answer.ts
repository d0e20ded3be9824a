import type { FastifyReply } from 'fastify';

/** What a page may load and where it may send: from here and to here alone. */
interface PagePolicy {
  /** Origins that may show it inside their own pages. */
  frameAncestors?: readonly string[];
  /** The platform that the page's form leads on to: a browser judges the whole way by the page's policy. */
  leadsTo?: string | undefined;
}

/** Answers with a page of ours. */
export function sendPage(
  reply: FastifyReply,
  page: string,
  { frameAncestors = [], leadsTo }: PagePolicy = {},
): FastifyReply {
  const ancestors = frameAncestors.length === 0 ? ["'none'"] : frameAncestors;
  const actions = leadsTo === undefined ? ["'self'"] : ["'self'", 'https:', new URL(leadsTo).origin];
  if (frameAncestors.length > 0) reply.removeHeader('x-frame-options');
  return reply
    .header(
      'content-security-policy',
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        'img-src data:',
        "base-uri 'none'",
        `form-action ${actions.join(' ')}`,
        `frame-ancestors ${ancestors.join(' ')}`,
      ].join('; '),
    )
    .type('text/html; charset=utf-8')
    .send(page);
}
