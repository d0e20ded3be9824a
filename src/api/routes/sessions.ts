import { z } from 'zod';
import { ExternalRef } from '../../application/connections.ts';
import { PlanRequest } from '../../application/plan-session.ts';
import { putSession } from '../../application/put-session.ts';
import {
  createSession,
  getSession,
  getSessionByRef,
  listSessions,
  rescheduleSession,
  SessionChange,
  SessionRequest,
} from '../../application/sessions.ts';
import { isSettling, SessionState } from '../../domain/session.ts';
import { batchOf, BatchResult, carryOut } from '../batch.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { afterPreferredWait, preferShape } from '../prefer.ts';
import { SessionResource, sessionView } from '../resources/session.ts';
import type { Routes } from './context.ts';
import { RefParams } from './referenced.ts';

const tags = ['Sessions'];

const readAndWrite = ['sessions:read', 'sessions:write'] as const;
const bookingRefusals = [
  'RESOURCE_NOT_FOUND',
  'PLATFORM_NOT_APPROVED',
  'POLICY_GAP',
  'POLICY_CONFLICT',
  'HOST_OVERLAP',
  'IDENTITY_OVERLAP',
] as const;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const SessionQuery = PageQuery.extend({
  clientId: z.uuid().optional(),
  hostId: z.uuid().optional(),
  state: SessionState.optional(),
  startsFrom: instant.optional().describe('The earliest start, with an offset.'),
  startsBefore: instant.optional().describe('Starts before this, with an offset.'),
});

const SessionItem = SessionRequest.extend({ externalRef: ExternalRef }).meta({
  id: 'SessionItem',
  description: 'A session with your own reference.',
});

export const sessionRoutes: Routes = async (app, { application, closing }) => {
  app.route({
    method: 'POST',
    url: '/sessions',
    config: {
      scopes: readAndWrite,
      refusals: [...creationRefusals, ...bookingRefusals, 'EXTERNAL_REF_TAKEN'],
    },
    schema: {
      tags,
      operationId: 'createSession',
      summary: 'Book a session',
      description:
        'Decides the platform, which never changes from here, and answers 202 while the meeting is made, read back and judged. With `Prefer: wait=N` it answers 201 once that has come to an end, unsealed or blocked with reasons. A policy that cannot be kept is refused with each gap and what would close it, and nothing is stored.',
      headers: z.looseObject({ ...CreateHeaders.shape, ...preferShape }),
      body: SessionRequest,
      response: { 201: SessionResource, 202: SessionResource },
    },
    handler: async (request, reply) => {
      const made = await createForRequest(application, { request, reply }, 202, {
        create: (complete) => createSession(application, callerOf(request), request.body, complete),
        find: ({ sessions }, id) => sessions.find(id),
      });
      const session = await afterPreferredWait(application, { request, reply, closing }, made);
      return reply
        .code(isSettling(session) ? 202 : 201)
        .headers({ location: `/v1/sessions/${session.id}`, etag: etagOf(session) })
        .send(sessionView(session));
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions',
    config: { scopes: ['sessions:read'] },
    schema: {
      tags,
      operationId: 'listSessions',
      summary: 'List sessions',
      description: 'Newest first, by when they were booked.',
      querystring: SessionQuery,
      response: { 200: pageOf(SessionResource, 'SessionPage') },
    },
    handler: (request, reply) => {
      const { cursor, limit, ...filter } = request.query;
      return readPage(
        { query: { cursor, limit }, request, reply },
        (page) => listSessions(application, callerOf(request), page, filter),
        sessionView,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id',
    config: { scopes: ['sessions:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getSession',
      summary: 'Read a session',
      description: 'The ETag is what a change names.',
      params: IdParams,
      headers: ReadHeaders,
      response: { 200: SessionResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const session = await getSession(application, callerOf(request), request.params.id);
      return sendCurrent(request, reply, session, sessionView(session));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/sessions/:id',
    config: {
      scopes: readAndWrite,
      refusals: [...changeRefusals, 'INVALID_TRANSITION', 'HOST_OVERLAP', 'IDENTITY_OVERLAP'],
    },
    schema: {
      tags,
      operationId: 'rescheduleSession',
      summary: 'Move a session in time',
      description:
        'In place: the same meeting, sealed until it reads back as planned for the new time. Answers 202, or 200 where nothing is left to do or `Prefer: wait=N` has seen it through.',
      params: IdParams,
      headers: z.looseObject({ ...ChangeHeaders.shape, ...preferShape }),
      body: SessionChange,
      response: { 200: SessionResource, 202: SessionResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const { id } = request.params;
      const moved = await rescheduleSession(application, callerOf(request), id, request.body, version);
      const session = await afterPreferredWait(application, { request, reply, closing }, moved);
      return reply
        .code(isSettling(session) ? 202 : 200)
        .header('etag', etagOf(session))
        .send(sessionView(session));
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions/by-ref/:ref',
    config: { scopes: ['sessions:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getSessionByRef',
      summary: 'Read a session by your own reference',
      description: 'As by its id.',
      params: RefParams,
      headers: ReadHeaders,
      response: { 200: SessionResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const session = await getSessionByRef(application, callerOf(request), request.params.ref);
      return sendCurrent(request, reply, session, sessionView(session));
    },
  });

  app.route({
    method: 'PUT',
    url: '/sessions/by-ref/:ref',
    config: { scopes: readAndWrite, refusals: [...bookingRefusals, 'CONFLICT', 'INVALID_TRANSITION'] },
    schema: {
      tags,
      operationId: 'putSessionByRef',
      summary: 'Book or move a session by your own reference',
      description:
        'Answers 202 where it was booked or moved, or 201 and 200 once `Prefer: wait=N` has seen that through, and 200 where nothing changed, which costs no call at the platform. Client, coach and platform never change: cancel it and book another.',
      params: RefParams,
      headers: z.looseObject(preferShape),
      body: PlanRequest,
      response: { 200: SessionResource, 201: SessionResource, 202: SessionResource },
    },
    handler: async (request, reply) => {
      const { record, outcome } = await putSession(
        application,
        callerOf(request),
        request.params.ref,
        request.body,
      );
      const session = await afterPreferredWait(application, { request, reply, closing }, record);
      const settled = outcome === 'created' ? 201 : 200;
      return reply
        .code(outcome !== 'unchanged' && isSettling(session) ? 202 : settled)
        .headers({ location: `/v1/sessions/${session.id}`, etag: etagOf(session) })
        .send(sessionView(session));
    },
  });

  app.route({
    method: 'POST',
    url: '/sessions/batch',
    config: { scopes: readAndWrite },
    schema: {
      tags,
      operationId: 'putSessionsBatch',
      summary: 'Book or move up to 100 sessions by your own references',
      description:
        'One result for each item; a bad one does not hold up the others. An unchanged item makes no new version and costs no call at the platform, so a whole calendar can be sent again.',
      body: batchOf(SessionItem, 'SessionBatch'),
      response: { 200: BatchResult },
    },
    handler: (request) =>
      carryOut(application, request, {
        schema: SessionItem,
        items: request.body.items,
        put: ({ externalRef, ...item }) => putSession(application, callerOf(request), externalRef, item),
      }),
  });
};
