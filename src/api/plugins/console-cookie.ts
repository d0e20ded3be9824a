import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LONGEST_SIGN_IN_MS } from '../../application/sign-in.ts';
import { DomainError } from '../../domain/errors.ts';

/** The prefix binds it to this host, all of it, over TLS; scripts cannot read it, and no other site's request carries it. */
const NAME = '__Host-console';
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** A header that a page of another origin cannot send without asking first, which nobody is allowed to. */
const HEADER = 'x-subrosa';
const safeMethods = ['GET', 'HEAD'];

export const readCookies = (app: FastifyInstance): void => void app.register(cookie);

export const consoleToken = (request: FastifyRequest): string | undefined => request.cookies[NAME];

export const setConsoleCookie = (reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(NAME, token, { ...attributes, maxAge: LONGEST_SIGN_IN_MS / 1000 });

export const clearConsoleCookie = (reply: FastifyReply): FastifyReply => reply.clearCookie(NAME, attributes);

/**
 * Refuses what another site made a coach's browser send: whatever changes something must come from our own page, which its
 * Origin and a header of ours say.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireOwnPage({ method, headers }: FastifyRequest, publicUrl: string): void {
  if (safeMethods.includes(method)) return;
  if (headers.origin === publicUrl && headers[HEADER] === 'console') return;
  throw new DomainError(
    'FORBIDDEN',
    `Only the console’s own page may send this. Open it at ${publicUrl}/console/.`,
  );
}
