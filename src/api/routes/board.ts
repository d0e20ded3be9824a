import { getAttendance } from '../../application/front-door/attendance-log.ts';
import { actOnBoard } from '../../application/front-door/board-acts.ts';
import { getBoard } from '../../application/front-door/board.ts';
import { matchName } from '../../application/front-door/match-name.ts';
import { getNotice } from '../../application/front-door/notice.ts';
import { startSession } from '../../application/front-door/start-session.ts';
import { Board, BoardAct } from '../../domain/board.ts';
import { DomainError } from '../../domain/errors.ts';
import { NameMatch } from '../../domain/roll-call/name-match.ts';
import { follow } from '../follow.ts';
import { IdParams, vendorRefusals } from '../operation.ts';
import { callerOf } from '../plugins/authentication.ts';
import {
  attendanceCsv,
  AttendanceCsv,
  AttendanceResource,
  attendanceView,
  BoardEvents,
  SeenName,
  HostStartResource,
  hostStartView,
  SessionNotice,
} from '../resources/board.ts';
import type { Routes } from './context.ts';

const tags = ['Board'];

/** The coach's board of one session: what it shows, its events, and what is done on it. */
export const boardRoutes: Routes = async (app, { application, authentication, closing, beats }) => {
  app.route({
    method: 'GET',
    url: '/sessions/:id/board',
    config: { scopes: ['board:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getBoard',
      summary: 'See a session’s board',
      description: 'Who is expected, who is here and how sure we are, who is missing, and what is to decide.',
      params: IdParams,
      response: { 200: Board },
    },
    handler: (request) => getBoard(application, callerOf(request), request.params.id),
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/board/events',
    // Asked for its head alone it would stay open, and tell nothing.
    exposeHeadRoute: false,
    config: { scopes: ['board:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'followBoard',
      summary: 'Follow a session’s board',
      description:
        'Server-sent events: `board` with the whole board, at once and after every change, its `id` the revision; `beat` every two seconds. Whoever hears nothing for five seconds asks for the board instead.',
      params: IdParams,
      response: {
        200: {
          description: 'The stream.',
          content: { 'text/event-stream': { schema: BoardEvents } },
        },
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const { organisationId } = callerOf(request);
      return follow(
        request,
        reply,
        {
          subscribe: (onChange) => application.database.onDoorChange(organisationId, id, onChange),
          read: async () => {
            const caller = await stillAllowed(() => authentication.check(request));
            if (caller === undefined) return undefined;
            const board = await getBoard(application, caller, id);
            return { event: 'board', id: board.revision, data: Board.parse(board) };
          },
        },
        { closing, beats },
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/sessions/:id/board/acts',
    config: {
      scopes: ['board:read', 'board:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'CONFLICT', 'INVALID_TRANSITION', 'LINK_SEALED', ...vendorRefusals],
    },
    schema: {
      tags,
      operationId: 'actOnBoard',
      summary: 'Do something on a session’s board',
      description:
        'Doing what is done already changes nothing, so that two coaches can work on one board. A vendor’s refusal can only follow `end`: the session is over here all the same.',
      params: IdParams,
      body: BoardAct,
      response: { 200: Board },
    },
    handler: async (request) => {
      const { id } = request.params;
      await actOnBoard(application, callerOf(request), id, request.body);
      return getBoard(application, callerOf(request), id);
    },
  });

  app.route({
    method: 'POST',
    url: '/sessions/:id/board/match',
    config: { scopes: ['board:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'matchName',
      summary: 'Look up a name that the platform shows',
      description:
        'A hint: a name identifies nobody, and where it may be more than one, or a stranger, the answer says so. Neither name nor answer is kept; the name is in the body, so that no log has it.',
      params: IdParams,
      body: SeenName,
      response: { 200: NameMatch },
    },
    handler: (request) => matchName(application, callerOf(request), request.params.id, request.body.name),
  });

  app.route({
    method: 'POST',
    url: '/sessions/:id/board/start',
    config: {
      scopes: ['board:write'],
      refusals: [
        'RESOURCE_NOT_FOUND',
        'INVALID_TRANSITION',
        'LINK_SEALED',
        'CAPABILITY_UNSUPPORTED',
        ...vendorRefusals,
      ],
    },
    schema: {
      tags,
      operationId: 'startSession',
      summary: 'Start a session at its platform',
      description:
        'From half an hour before the start. Which account to use, and where to begin; the link is asked of the platform now and kept nowhere. Nobody is released by it: that follows `confirm-host`.',
      params: IdParams,
      response: { 200: HostStartResource },
    },
    handler: async (request) =>
      hostStartView(await startSession(application, callerOf(request), request.params.id)),
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/attendance',
    config: { scopes: ['attendance:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getAttendance',
      summary: 'Read a session’s attendance',
      description: 'With `Accept: text/csv` one row a stay, for a spreadsheet. Reading it is audited.',
      params: IdParams,
      response: {
        200: {
          description: AttendanceResource.description ?? 'Our own log.',
          content: {
            'application/json': { schema: AttendanceResource },
            'text/csv': { schema: AttendanceCsv },
          },
        },
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const attended = await getAttendance(application, callerOf(request), id);
      const wantsCsv = /\btext\/csv\b/.test(request.headers.accept ?? '');
      return wantsCsv
        ? reply.type('text/csv; charset=utf-8').send(attendanceCsv(attended))
        : reply.type('application/json; charset=utf-8').send(attendanceView(id, attended));
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/notice',
    config: { scopes: ['sessions:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getNotice',
      summary: 'Read a session’s notice',
      description: 'Generated from the plan: what is protected and by whom, what is not, and what is asked.',
      params: IdParams,
      response: { 200: SessionNotice },
    },
    handler: async (request) => {
      const { id } = request.params;
      return { sessionId: id, ...(await getNotice(application, callerOf(request), id)) };
    },
  });
};

/** What the check gives, or undefined where the caller may not any more: signed out, or the key revoked. */
async function stillAllowed<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof DomainError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code))
      return undefined;
    throw error;
  }
}
