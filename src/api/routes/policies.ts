import { z } from 'zod';
import {
  addPolicyVersion,
  createPolicy,
  getPolicy,
  getPolicyVersion,
  listPolicies,
  listPolicyVersions,
  PolicyRequest,
  withCurrentVersion,
} from '../../application/policies.ts';
import { confidentialSession } from '../../domain/confidential-session.ts';
import { Policy } from '../../domain/policy.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import {
  PolicyBody,
  PolicyResource,
  PolicySummary,
  policySummary,
  PolicyVersionResource,
  policyVersionView,
  policyView,
} from '../resources/policy.ts';
import type { Routes } from './context.ts';

const tags = ['Policies'];

export const policyRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/policies/built-in/confidential-session',
    config: { scopes: [] },
    schema: {
      tags,
      operationId: 'getBuiltInPolicy',
      summary: 'Read the built-in policy',
      description:
        'The practice’s guide, control by control. Store it, or a stricter one, as a policy of your own.',
      response: { 200: PolicyBody },
    },
    handler: async () => confidentialSession,
  });

  app.route({
    method: 'POST',
    url: '/policies',
    config: { scopes: ['policies:write'], refusals: [...creationRefusals, 'EXTERNAL_REF_TAKEN'] },
    schema: {
      tags,
      operationId: 'createPolicy',
      summary: 'Add a policy',
      description: 'With its first version.',
      headers: CreateHeaders,
      body: PolicyRequest,
      response: { 201: PolicyResource },
    },
    handler: async (request, reply) => {
      const policy = await createForRequest(application, { request, reply }, 201, {
        create: (complete) => createPolicy(application, callerOf(request), request.body, complete),
        find: (transaction, id) => withCurrentVersion(transaction, id),
      });
      return reply
        .code(201)
        .headers({ location: `/v1/policies/${policy.head.id}`, etag: etagOf(policy.head) })
        .send(policyView(policy));
    },
  });

  app.route({
    method: 'GET',
    url: '/policies',
    config: { scopes: ['policies:read'] },
    schema: {
      tags,
      operationId: 'listPolicies',
      summary: 'List policies',
      description: 'Newest first, without their bodies.',
      querystring: PageQuery,
      response: { 200: pageOf(PolicySummary, 'PolicyPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listPolicies(application, callerOf(request), page),
        policySummary,
      ),
  });

  app.route({
    method: 'GET',
    url: '/policies/:id',
    config: { scopes: ['policies:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getPolicy',
      summary: 'Read a policy',
      description: 'With its current version.',
      params: IdParams,
      headers: ReadHeaders,
      response: { 200: PolicyResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const policy = await getPolicy(application, callerOf(request), request.params.id);
      return sendCurrent(request, reply, policy.head, policyView(policy));
    },
  });

  app.route({
    method: 'POST',
    url: '/policies/:id/versions',
    config: { scopes: ['policies:write'], refusals: [...creationRefusals, ...changeRefusals] },
    schema: {
      tags,
      operationId: 'addPolicyVersion',
      summary: 'Add a version to a policy',
      description:
        'Sessions made from now on take it; those that exist keep theirs. The body of the current version again makes no new one.',
      params: IdParams,
      headers: z.looseObject({ ...ChangeHeaders.shape, ...CreateHeaders.shape }),
      body: Policy,
      response: { 201: PolicyResource },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const version = requiredVersion(request);
      const policy = await createForRequest(application, { request, reply }, 201, {
        create: (complete) =>
          addPolicyVersion(application, callerOf(request), id, request.body, version, complete),
        find: (transaction) => withCurrentVersion(transaction, id),
      });
      return reply
        .code(201)
        .headers({
          location: `/v1/policies/${id}/versions/${policy.version.number}`,
          etag: etagOf(policy.head),
        })
        .send(policyView(policy));
    },
  });

  app.route({
    method: 'GET',
    url: '/policies/:id/versions',
    config: { scopes: ['policies:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'listPolicyVersions',
      summary: 'List a policy’s versions',
      description: 'Newest first.',
      params: IdParams,
      querystring: PageQuery,
      response: { 200: pageOf(PolicyVersionResource, 'PolicyVersionPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listPolicyVersions(application, callerOf(request), request.params.id, page),
        policyVersionView,
      ),
  });

  app.route({
    method: 'GET',
    url: '/policies/:id/versions/:number',
    config: { scopes: ['policies:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getPolicyVersion',
      summary: 'Read one version of a policy',
      description: 'It never changes.',
      params: IdParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000) }),
      response: { 200: PolicyVersionResource },
    },
    handler: async (request) => {
      const { id, number } = request.params;
      return policyVersionView(await getPolicyVersion(application, callerOf(request), id, number));
    },
  });
};
