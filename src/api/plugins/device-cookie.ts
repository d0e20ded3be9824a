import type { FastifyReply, FastifyRequest } from 'fastify';

/** Knows a device at the front door, and nothing else: what is stored of it is a digest, another one for each session. */
const NAME = '__Host-door';
const MAX_AGE_SECONDS = 24 * 3600;

export const deviceOf = ({ cookies }: FastifyRequest): string | undefined => {
  const value = cookies[NAME];
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
};

/**
 * @param framed Whether our page may be shown inside another site's: a browser then sends a cookie only if it says so, and keeps it
 * apart for each site. Whoever makes a browser post here needs the pass, so that this gives nobody anything.
 */
export const setDevice = (reply: FastifyReply, device: string, framed: boolean): FastifyReply =>
  reply.setCookie(NAME, device, {
    path: '/',
    httpOnly: true,
    secure: true,
    maxAge: MAX_AGE_SECONDS,
    ...(framed ? { sameSite: 'none', partitioned: true } : { sameSite: 'lax' }),
  });
