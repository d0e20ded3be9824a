import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { enterDoor } from '../../application/front-door/enter.ts';
import { linkOfCode, readEntry } from '../../application/front-door/find-way-in.ts';
import { enterByPortal } from '../../application/front-door/portal.ts';
import { readPass, type PassReading } from '../../application/front-door/read-pass.ts';
import { releaseLink } from '../../application/front-door/release-link.ts';
import { DomainError } from '../../domain/errors.ts';
import { pauseBefore } from '../../domain/guessing.ts';
import { deviceOf, setDevice } from '../plugins/device-cookie.ts';
import { sendPage } from '../plugins/page-answer.ts';
import { logUnexpected } from '../plugins/problems.ts';
import { createSlowDown } from '../plugins/slow-down.ts';
import { enterPage } from '../pages/enter-page.ts';
import { closedPage, codePage, portalPage, troublePage, wrongPage } from '../pages/small-pages.ts';
import { waitPage } from '../pages/wait-page.ts';
import type { Routes } from './context.ts';
import { doorEventRoutes } from './door-events.ts';

const schema = { hide: true };
const PassParams = z.object({ pass: z.string() });
const EntryParams = z.object({ entry: z.string() });
const MAX_TEXT = 200;
const EnterForm = z.object({
  passcode: z.string().max(MAX_TEXT).default(''),
  noticeVersion: z.string().max(MAX_TEXT).default(''),
  acknowledged: z.string().max(MAX_TEXT).optional(),
});
const CodeForm = z.object({ code: z.string().max(MAX_TEXT).default('') });

/** What a person's page is about. */
export const addressOf = (pass: string): string => `/p/${pass}`;

/**
 * The participants' pages: the front door as people see it. Behind a pass and no key. Opening an address changes nothing, whoever
 * opens it; only what is posted does. What is wrong and what is unknown is answered alike.
 */
export const doorRoutes: Routes = async (app, context) => {
  const { application, pause } = context;
  const slow = createSlowDown(application.ambient.now);
  const newDevice = () => application.ambient.randomBytes(32).toString('base64url');

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.setErrorHandler(answerWithPage);
  await app.register(doorEventRoutes, context);

  app.get('/p', { schema }, async (_request, reply) => sendPage(reply, codePage({ problem: null })));

  app.post('/p', { schema: { ...schema, body: CodeForm } }, async (request, reply) => {
    const link = await linkOfCode(application, request.body.code);
    if (link !== undefined) return reply.code(303).header('location', link).send();
    await pause(slow.pauseOf(request.ip));
    slow.countWrong(request.ip);
    return sendPage(
      reply.code(403),
      codePage({ problem: 'This code does not open a session. Please compare it.' }),
    );
  });

  app.get('/p/:pass', { schema: { ...schema, params: PassParams } }, async (request, reply) => {
    const { pass } = request.params;
    const seen = await readPass(application, pass, deviceOf(request));
    return seen === undefined ? sendPage(reply.code(404), closedPage()) : sendPassPage(reply, pass, seen);
  });

  app.post(
    '/p/:pass',
    { schema: { ...schema, params: PassParams, body: EnterForm } },
    async (request, reply) => {
      const { pass } = request.params;
      const { passcode, noticeVersion, acknowledged } = request.body;
      const device = deviceOf(request) ?? newDevice();
      const seen = await readPass(application, pass, device);
      if (seen === undefined) {
        await pause(slow.pauseOf(request.ip));
        slow.countWrong(request.ip);
        return sendWrong(reply, pass, device, false);
      }
      const framed = isFramed(seen);
      if (acknowledged === undefined) {
        const problem = 'Please confirm that you have read how the session is protected.';
        return sendPassPage(reply, pass, seen, problem);
      }
      await pause(
        Math.max(pauseBefore(seen.tries, application.ambient.now()), slow.pauseOf(browserKey(device))),
      );
      const entered = await enterDoor(application, seen.ref, { passcode, noticeVersion, device });
      if (entered === 'wrong') {
        slow.countWrong(browserKey(device));
        return sendWrong(reply, pass, device, framed);
      }
      if (entered === 'notice-changed') {
        const problem = 'What we tell you has changed meanwhile. Please read it once more.';
        return sendPassPage(reply, pass, seen, problem);
      }
      return setDevice(reply, device, framed).code(303).header('location', addressOf(pass)).send();
    },
  );

  app.post('/p/:pass/join', { schema: { ...schema, params: PassParams } }, async (request, reply) => {
    const { pass } = request.params;
    const device = deviceOf(request);
    const seen = await readPass(application, pass, device);
    if (seen === undefined) return sendPage(reply.code(404), closedPage());
    if (seen.arrival === undefined) return reply.code(303).header('location', addressOf(pass)).send();
    const joined = await releaseLink(application, seen.ref, device);
    return reply
      .code(303)
      .header('location', 'url' in joined ? joined.url : addressOf(pass))
      .send();
  });

  app.get('/e/:entry', { schema: { ...schema, params: EntryParams } }, async (request, reply) => {
    const { entry } = request.params;
    const practice = await readEntry(application, entry);
    if (practice === undefined) return sendPage(reply.code(404), closedPage());
    const page = portalPage({ address: `/e/${entry}`, practice: practice.name });
    return sendPage(reply, page, practice);
  });

  app.post('/e/:entry', { schema: { ...schema, params: EntryParams } }, async (request, reply) => {
    const { entry } = request.params;
    const practice = await readEntry(application, entry);
    const device = deviceOf(request) ?? newDevice();
    const link = practice && (await enterByPortal(application, entry, device));
    if (link === undefined || practice === undefined) {
      await pause(slow.pauseOf(request.ip));
      slow.countWrong(request.ip);
      return sendPage(reply.code(404), closedPage());
    }
    return setDevice(reply, device, practice.frameAncestors.length > 0)
      .code(303)
      .header('location', link)
      .send();
  });
};

const browserKey = (device: string): string => `browser ${device}`;

const isFramed = ({ reading }: PassReading): boolean => reading.practice.frameAncestors.length > 0;

/** The same words and the same status for a wrong passcode as for a pass that opens nothing. */
const sendWrong = (reply: FastifyReply, pass: string, device: string, framed: boolean): FastifyReply =>
  sendPage(setDevice(reply, device, framed).code(403), wrongPage({ address: addressOf(pass) }));

const channels = {
  email: 'by e-mail',
  text: 'by text message',
  'handed-over': 'from somebody of the practice',
} as const;

/** The page that a pass leads to now, on this device. */
function sendPassPage(
  reply: FastifyReply,
  pass: string,
  seen: PassReading,
  problem: string | null = null,
): FastifyReply {
  const { reading, status, person } = seen;
  const { practice, session, plan, meeting } = reading;
  const common = { practice: practice.name, platform: seen.platformName, address: addressOf(pass) };
  const { frameAncestors } = practice;
  if (status.state !== 'enter' && status.state !== 'early') {
    const waitsThere = plan.entry.waiting ?? '';
    const page = waitPage({ ...common, status, waitsThere });
    return sendPage(reply, page, { frameAncestors, leadsTo: meeting?.joinUrl });
  }
  const page = enterPage({
    ...common,
    startsAt: session.startsAt.toISOString(),
    timeZone: status.timeZone,
    notice: seen.notice.notice,
    noticeVersion: seen.notice.version,
    passcodeChannel: channels[person.passcodeChannel],
    passcodeNeeded: seen.asksPasscode,
    opensAt: status.state === 'early' ? status.opensAt : null,
    problem,
  });
  return sendPage(reply, page, { frameAncestors });
}

/** A person sees a page, whatever went wrong; what it was is in the log. */
async function answerWithPage(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  logUnexpected(error, request);
  const isGone = error instanceof DomainError && error.code === 'RESOURCE_NOT_FOUND';
  return isGone ? sendPage(reply.code(404), closedPage()) : sendPage(reply.code(503), troublePage());
}
