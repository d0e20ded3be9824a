import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptForms } from './form.ts';
import { joinPage, nowherePage, standingPage } from './meeting-html.ts';
import type { Controls, HostAct, Room, Visitor } from './room.ts';

const COOKIE = 'sandbox-visitor';

const Sent = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('come'),
    name: z.string().trim().min(1).max(100).optional(),
    account: z.string().optional(),
    passcode: z.string().default(''),
  }),
  z.object({ do: z.literal('leave') }),
  z.object({ do: z.enum(['admit', 'deny', 'remove']), who: z.string() }),
  z.object({ do: z.enum(['admit-all', 'deny-all', 'lock', 'unlock', 'end']) }),
]);
type Sent = z.infer<typeof Sent>;

export interface MeetingPages {
  /** The addresses that the platform's links have, as the router writes them. */
  paths: readonly string[];
  /** The meeting that an address leads to; a text says why to nowhere. */
  roomOf: (request: FastifyRequest) => Room | string;
  /** Waits until what was done has been told, by webhooks or pushes. */
  settled: () => Promise<unknown>;
}

/**
 * Adds the pages that stand in for a platform's own application, at the addresses of its links: coming in, waiting, being in,
 * leaving and coming back, and a host's controls. A browser's person is known by a cookie. What people do is done in the
 * sandbox's world, so that webhooks and records follow.
 */
export function addMeetingPages(app: FastifyInstance, { paths, roomOf, settled }: MeetingPages): void {
  const visitors = new Map<string, Visitor>();
  // A link that makes its bearer the host is another way into the same meeting, and another person.
  const keyOf = (request: FastifyRequest, browser: string) => `${browser} ${request.url}`;
  const show = (reply: FastifyReply, status: number, html: string) =>
    reply.code(status).type('text/html').header('cache-control', 'no-store').send(html);

  void app.register(async (pages) => {
    acceptForms(pages);
    for (const url of paths) {
      pages.get(url, async (request, reply) => {
        const room = roomOf(request);
        if (typeof room === 'string') return show(reply, 404, nowherePage(room));
        const visitor = visitors.get(keyOf(request, browserOf(request) ?? ''));
        return visitor === undefined
          ? show(reply, 200, joinPage(room, undefined))
          : show(reply, 200, standingPage(room, visitor, room.standing(visitor)));
      });

      pages.post(url, async (request, reply) => {
        const room = roomOf(request);
        if (typeof room === 'string') return show(reply, 404, nowherePage(room));
        const sent = Sent.safeParse(request.body);
        if (!sent.success) return show(reply, 400, joinPage(room, 'Please give your name.'));
        const browser = browserOf(request) ?? randomUUID();
        const key = keyOf(request, browser);
        const visitor = visitors.get(key) ?? newVisitor(room, sent.data);
        if (visitor === undefined) return show(reply, 400, joinPage(room, 'Please give your name.'));
        carryOut(room, visitor, sent.data);
        await settled();
        if (visitor.refusal !== undefined && !visitors.has(key))
          return show(reply, 403, joinPage(room, visitor.refusal));
        visitors.set(key, visitor);
        reply.header('set-cookie', `${COOKIE}=${browser}; Path=/; HttpOnly; SameSite=Lax`);
        return reply.redirect(request.url, 303);
      });
    }
  });
}

function newVisitor({ bearer }: Room, sent: Sent): Visitor | undefined {
  const blank = { id: randomUUID(), passcode: '', refusal: undefined };
  if (bearer !== undefined) return { ...blank, ...bearer };
  if (sent.do !== 'come' || sent.name === undefined) return undefined;
  const account = sent.account === '' ? undefined : sent.account;
  return { ...blank, name: sent.name, account, passcode: sent.passcode };
}

function carryOut(room: Room, visitor: Visitor, sent: Sent): void {
  if (sent.do === 'come') visitor.refusal = room.come(visitor);
  else if (sent.do === 'leave') room.leave(visitor);
  else {
    // Whoever may not let people in has no such buttons, and none is obeyed.
    const { controls } = room.standing(visitor);
    if (controls !== undefined) for (const act of actsOf(sent, controls)) room.act(visitor, act);
  }
}

/** What a host's button comes to. Somebody who has gone since the page was shown is left out. */
function actsOf(sent: Exclude<Sent, { do: 'come' | 'leave' }>, { waiting, inside }: Controls): HostAct[] {
  switch (sent.do) {
    case 'admit':
    case 'deny':
    case 'remove': {
      const list = sent.do === 'remove' ? inside : waiting;
      return list.some(({ id }) => id === sent.who) ? [{ act: sent.do, who: sent.who }] : [];
    }
    case 'admit-all':
      return waiting.map(({ id }) => ({ act: 'admit', who: id }));
    case 'deny-all':
      return waiting.map(({ id }) => ({ act: 'deny', who: id }));
    default:
      return [{ act: sent.do }];
  }
}

const browserOf = ({ headers }: FastifyRequest): string | undefined =>
  new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
