import { getAssurance } from '../../application/assurance.ts';
import { revealLink } from '../../application/reveal-link.ts';
import { PlanRequest } from '../../application/plan-session.ts';
import { getSessionPlan } from '../../application/session-plan.ts';
import { cancelSession, previewSession, retrySession } from '../../application/sessions.ts';
import { etagOf, MaybeChangeHeaders, namedVersion } from '../conditional.ts';
import { IdParams, vendorRefusals } from '../operation.ts';
import { callerOf } from '../plugins/authentication.ts';
import {
  AssuranceResource,
  assuranceView,
  PlanPreview,
  planPreview,
  RevealedLinkResource,
  SessionPlan,
  SessionResource,
  sessionView,
} from '../resources/session.ts';
import type { Routes } from './context.ts';

const tags = ['Sessions'];

/** What is done with a session, and what is known of it, besides the session itself. */
export const sessionActRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url: '/sessions/plan',
    config: {
      scopes: ['sessions:read'],
      refusals: [
        'RESOURCE_NOT_FOUND',
        'PLATFORM_NOT_APPROVED',
        'POLICY_GAP',
        'POLICY_CONFLICT',
        ...vendorRefusals,
      ],
    },
    schema: {
      tags,
      operationId: 'previewSession',
      summary: 'See where and how a session would be held',
      description:
        'Per control the means, and with them the coach’s duties and what participants are told. Nothing is stored but what was read of the account.',
      body: PlanRequest,
      response: { 200: PlanPreview },
    },
    handler: async (request) =>
      planPreview(await previewSession(application, callerOf(request), request.body)),
  });

  app.route({
    method: 'POST',
    url: '/sessions/:id/cancellation',
    config: {
      scopes: ['sessions:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'VERSION_MISMATCH', 'INVALID_TRANSITION'],
    },
    schema: {
      tags,
      operationId: 'cancelSession',
      summary: 'Cancel a session',
      description:
        'Seals the link for good; the platform’s meeting is retired afterwards. Cancelling twice changes nothing. With If-Match, only that version is cancelled.',
      params: IdParams,
      headers: MaybeChangeHeaders,
      response: { 202: SessionResource },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const session = await cancelSession(application, callerOf(request), id, namedVersion(request));
      return reply.code(202).header('etag', etagOf(session)).send(sessionView(session));
    },
  });

  app.route({
    method: 'POST',
    url: '/sessions/:id/retry',
    config: { scopes: ['sessions:write'], refusals: ['RESOURCE_NOT_FOUND', 'INVALID_TRANSITION'] },
    schema: {
      tags,
      operationId: 'retrySession',
      summary: 'Try a blocked session again',
      description: 'After its reasons were closed: access granted, an account set otherwise, a waiver given.',
      params: IdParams,
      response: { 202: SessionResource },
    },
    handler: async (request, reply) => {
      const session = await retrySession(application, callerOf(request), request.params.id);
      return reply.code(202).header('etag', etagOf(session)).send(sessionView(session));
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/plan',
    config: { scopes: ['sessions:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getSessionPlan',
      summary: 'Read a session’s plan',
      description: 'How each control is met, what is sent to the platform, and what participants are told.',
      params: IdParams,
      response: { 200: SessionPlan },
    },
    handler: async (request) => {
      const { id } = request.params;
      return { sessionId: id, ...(await getSessionPlan(application, callerOf(request), id)) };
    },
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/assurance',
    config: { scopes: ['sessions:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getAssurance',
      summary: 'Read a session’s assurance',
      description: 'Judged now, on the evidence that is there. No platform is asked.',
      params: IdParams,
      response: { 200: AssuranceResource },
    },
    handler: async (request) =>
      assuranceView(await getAssurance(application, callerOf(request), request.params.id)),
  });

  app.route({
    method: 'GET',
    url: '/sessions/:id/link',
    config: { scopes: ['links:reveal'], refusals: ['RESOURCE_NOT_FOUND', 'LINK_SEALED', ...vendorRefusals] },
    schema: {
      tags,
      operationId: 'revealLink',
      summary: 'Take the platform’s link',
      description:
        'For integrations that have a front door of their own: the link, and the passcode that they deliver and, where the platform does not, ask for. Only while unsealed: evidence that is too old is read anew first, and what then is not met seals the link. The taking is recorded and audited.',
      params: IdParams,
      response: { 200: RevealedLinkResource },
    },
    handler: (request) => revealLink(application, callerOf(request), request.params.id),
  });
};
