import { z } from 'zod';
import { ExternalRef } from '../../application/connections.ts';
import {
  createHost,
  getHost,
  HostRequest,
  listHosts,
  putHost,
  replaceHost,
} from '../../application/hosts.ts';
import { batchOf, BatchResult, carryOut } from '../batch.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { HostResource, hostView } from '../resources/host.ts';
import type { Routes } from './context.ts';

const tags = ['Hosts'];

const RefParams = z.strictObject({ ref: ExternalRef });
const HostByRef = HostRequest.omit({ externalRef: true }).meta({
  id: 'HostByRef',
  description: 'A coach; the reference is in the address.',
});
const HostItem = HostRequest.extend({ externalRef: ExternalRef }).meta({
  id: 'HostItem',
  description: 'A coach with your own reference.',
});

export const hostRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url: '/hosts',
    config: {
      scopes: ['hosts:write'],
      refusals: [...creationRefusals, 'EXTERNAL_REF_TAKEN', 'RESOURCE_NOT_FOUND'],
    },
    schema: {
      tags,
      operationId: 'createHost',
      summary: 'Add a host',
      description: 'A coach, with the ids that the coach has at the platforms.',
      headers: CreateHeaders,
      body: HostRequest,
      response: { 201: HostResource },
    },
    handler: async (request, reply) => {
      const host = await createForRequest(application, { request, reply }, 201, {
        create: (complete) => createHost(application, callerOf(request), request.body, complete),
        find: ({ hosts }, id) => hosts.find(id),
      });
      return reply
        .code(201)
        .headers({ location: `/v1/hosts/${host.id}`, etag: etagOf(host) })
        .send(hostView(host));
    },
  });

  app.route({
    method: 'GET',
    url: '/hosts',
    config: { scopes: ['hosts:read'] },
    schema: {
      tags,
      operationId: 'listHosts',
      summary: 'List hosts',
      description: 'Newest first.',
      querystring: PageQuery,
      response: { 200: pageOf(HostResource, 'HostPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listHosts(application, callerOf(request), page),
        hostView,
      ),
  });

  app.route({
    method: 'GET',
    url: '/hosts/:id',
    config: { scopes: ['hosts:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getHost',
      summary: 'Read a host',
      description: 'The ETag is what a change names.',
      params: IdParams,
      headers: ReadHeaders,
      response: { 200: HostResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const host = await getHost(application, callerOf(request), request.params.id);
      return sendCurrent(request, reply, host, hostView(host));
    },
  });

  app.route({
    method: 'PUT',
    url: '/hosts/:id',
    config: {
      scopes: ['hosts:write'],
      refusals: [...changeRefusals, 'EXTERNAL_REF_TAKEN'],
    },
    schema: {
      tags,
      operationId: 'replaceHost',
      summary: 'Replace a host',
      description: 'The body is the whole host. An unchanged body makes no new version.',
      params: IdParams,
      headers: ChangeHeaders,
      body: HostRequest,
      response: { 200: HostResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const host = await replaceHost(
        application,
        callerOf(request),
        request.params.id,
        request.body,
        version,
      );
      return reply.header('etag', etagOf(host)).send(hostView(host));
    },
  });

  app.route({
    method: 'PUT',
    url: '/hosts/by-ref/:ref',
    config: { scopes: ['hosts:write'], refusals: ['RESOURCE_NOT_FOUND', 'VERSION_MISMATCH'] },
    schema: {
      tags,
      operationId: 'putHostByRef',
      summary: 'Add or replace a host by your own reference',
      description: 'Sending the same again changes nothing.',
      params: RefParams,
      body: HostByRef,
      response: { 200: HostResource, 201: HostResource },
    },
    handler: async (request, reply) => {
      const { record, outcome } = await putHost(
        application,
        callerOf(request),
        request.params.ref,
        request.body,
      );
      return reply
        .code(outcome === 'created' ? 201 : 200)
        .headers({ location: `/v1/hosts/${record.id}`, etag: etagOf(record) })
        .send(hostView(record));
    },
  });

  app.route({
    method: 'POST',
    url: '/hosts/batch',
    config: { scopes: ['hosts:write'] },
    schema: {
      tags,
      operationId: 'putHostsBatch',
      summary: 'Add or replace up to 100 hosts by your own references',
      description: 'One result for each item; a bad one does not hold up the others.',
      body: batchOf(HostItem, 'HostBatch'),
      response: { 200: BatchResult },
    },
    handler: (request) =>
      carryOut(application, request, {
        schema: HostItem,
        items: request.body.items,
        put: ({ externalRef, ...item }) => putHost(application, callerOf(request), externalRef, item),
      }),
  });
};
