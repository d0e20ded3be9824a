import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { passOn, readPass } from '../../application/front-door/read-pass.ts';
import { watchDoor } from '../../application/front-door/watch-door.ts';
import { DoorStatus } from '../../domain/board.ts';
import { openEventStream } from '../event-stream.ts';
import { follow } from '../follow.ts';
import { checkPage, closedPage } from '../pages/small-pages.ts';
import { deviceOf } from '../plugins/device-cookie.ts';
import { sendPage } from '../plugins/page-answer.ts';
import type { RouteContext } from './context.ts';

const schema = { hide: true, params: z.object({ pass: z.string() }) };

/** Asked for its head alone a stream would stay open, and tell nothing. */
const stream = { exposeHeadRoute: false };

/** What a participant's page asks for while it is open, and the page that tries this beforehand. */
export const doorEventRoutes: FastifyPluginAsyncZod<RouteContext> = async (
  app,
  { application, closing, beats },
) => {
  app.get('/p/:pass/status', { schema }, async (request, reply) => {
    const seen = await readPass(application, request.params.pass, deviceOf(request));
    return seen === undefined ? reply.code(404).send({}) : DoorStatus.parse(seen.status);
  });

  app.get('/p/:pass/events', { schema, ...stream }, async (request, reply) => {
    const device = deviceOf(request);
    const seen = await readPass(application, request.params.pass, device);
    if (seen?.arrival === undefined) return reply.code(404).send({});
    const { person, pass, ref } = seen;
    const watched = watchDoor(application, ref);
    const read = async (revision: number) => {
      // Others' reading may be from before this device came in.
      const reading = await watched.read(Math.max(revision, seen.reading.door.revision));
      const now = {
        person: reading.people.find(({ id }) => id === person.id) ?? person,
        pass: reading.passes.find(({ id }) => id === pass.id),
      };
      // A pass that was revoked shows nothing any more: the page asks, and is told so.
      if (now.pass === undefined) return undefined;
      const { status } = passOn(application, reading, { person: now.person, pass: now.pass }, device);
      return { event: 'status', id: reading.door.revision, data: DoorStatus.parse(status) };
    };
    return follow(request, reply, { subscribe: watched.subscribe, read }, { closing, beats });
  });

  app.get('/p/:pass/check', { schema }, async (request, reply) => {
    const { pass } = request.params;
    const seen = await readPass(application, pass, undefined);
    if (seen === undefined) return sendPage(reply.code(404), closedPage());
    const { practice } = seen.reading;
    const page = checkPage({
      practice: practice.name,
      platform: seen.platformName,
      address: `/p/${pass}`,
      test: null,
    });
    return sendPage(reply, page, practice);
  });

  app.get('/p/:pass/check/events', { schema, ...stream }, async (request, reply) => {
    const seen = await readPass(application, request.params.pass, undefined);
    if (seen === undefined) return reply.code(404).send({});
    // One beat shows whether news arrives at once; nobody keeps it open for longer.
    const tried = openEventStream(reply, {
      closing,
      beats,
      onBeat: () => {
        tried.end();
        return false;
      },
      onEnd: () => undefined,
    });
    tried.send({ event: 'beat', id: 0, data: {} });
    return reply;
  });
};
