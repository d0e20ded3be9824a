import { z } from 'zod';
import { ExternalRef } from '../../application/connections.ts';
import {
  createClient,
  getClient,
  ClientRequest,
  listClients,
  putClient,
  replaceClient,
} from '../../application/clients.ts';
import { batchOf, BatchResult, carryOut } from '../batch.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { ClientResource, clientView } from '../resources/client.ts';
import type { Routes } from './context.ts';

const tags = ['Clients'];

const RefParams = z.strictObject({ ref: ExternalRef });
const ClientByRef = ClientRequest.omit({ externalRef: true }).meta({
  id: 'ClientByRef',
  description: 'A client; the reference is in the address.',
});
const ClientItem = ClientRequest.extend({ externalRef: ExternalRef }).meta({
  id: 'ClientItem',
  description: 'A client with your own reference.',
});

export const clientRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url: '/clients',
    config: {
      scopes: ['clients:write'],
      refusals: [...creationRefusals, 'EXTERNAL_REF_TAKEN', 'RESOURCE_NOT_FOUND', 'POLICY_CONFLICT'],
    },
    schema: {
      tags,
      operationId: 'createClient',
      summary: 'Add a client',
      description:
        'A company with the platforms it has approved, in order. A session never lands on another.',
      headers: CreateHeaders,
      body: ClientRequest,
      response: { 201: ClientResource },
    },
    handler: async (request, reply) => {
      const client = await createForRequest(application, { request, reply }, 201, {
        create: (complete) => createClient(application, callerOf(request), request.body, complete),
        find: ({ clients }, id) => clients.find(id),
      });
      return reply
        .code(201)
        .headers({ location: `/v1/clients/${client.id}`, etag: etagOf(client) })
        .send(clientView(client));
    },
  });

  app.route({
    method: 'GET',
    url: '/clients',
    config: { scopes: ['clients:read'] },
    schema: {
      tags,
      operationId: 'listClients',
      summary: 'List clients',
      description: 'Newest first.',
      querystring: PageQuery,
      response: { 200: pageOf(ClientResource, 'ClientPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listClients(application, callerOf(request), page),
        clientView,
      ),
  });

  app.route({
    method: 'GET',
    url: '/clients/:id',
    config: { scopes: ['clients:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getClient',
      summary: 'Read a client',
      description: 'The ETag is what a change names.',
      params: IdParams,
      headers: ReadHeaders,
      response: { 200: ClientResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const client = await getClient(application, callerOf(request), request.params.id);
      return sendCurrent(request, reply, client, clientView(client));
    },
  });

  app.route({
    method: 'PUT',
    url: '/clients/:id',
    config: {
      scopes: ['clients:write'],
      refusals: [...changeRefusals, 'EXTERNAL_REF_TAKEN', 'POLICY_CONFLICT'],
    },
    schema: {
      tags,
      operationId: 'replaceClient',
      summary: 'Replace a client',
      description:
        'The body is the whole client. Sessions that exist keep their platform and policy. An unchanged body makes no new version.',
      params: IdParams,
      headers: ChangeHeaders,
      body: ClientRequest,
      response: { 200: ClientResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const client = await replaceClient(
        application,
        callerOf(request),
        request.params.id,
        request.body,
        version,
      );
      return reply.header('etag', etagOf(client)).send(clientView(client));
    },
  });

  app.route({
    method: 'PUT',
    url: '/clients/by-ref/:ref',
    config: {
      scopes: ['clients:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'VERSION_MISMATCH', 'POLICY_CONFLICT'],
    },
    schema: {
      tags,
      operationId: 'putClientByRef',
      summary: 'Add or replace a client by your own reference',
      description: 'Sending the same again changes nothing.',
      params: RefParams,
      body: ClientByRef,
      response: { 200: ClientResource, 201: ClientResource },
    },
    handler: async (request, reply) => {
      const { record, outcome } = await putClient(
        application,
        callerOf(request),
        request.params.ref,
        request.body,
      );
      return reply
        .code(outcome === 'created' ? 201 : 200)
        .headers({ location: `/v1/clients/${record.id}`, etag: etagOf(record) })
        .send(clientView(record));
    },
  });

  app.route({
    method: 'POST',
    url: '/clients/batch',
    config: { scopes: ['clients:write'] },
    schema: {
      tags,
      operationId: 'putClientsBatch',
      summary: 'Add or replace up to 100 clients by your own references',
      description: 'One result for each item; a bad one does not hold up the others.',
      body: batchOf(ClientItem, 'ClientBatch'),
      response: { 200: BatchResult },
    },
    handler: (request) =>
      carryOut(application, request, {
        schema: ClientItem,
        items: request.body.items,
        put: ({ externalRef, ...item }) => putClient(application, callerOf(request), externalRef, item),
      }),
  });
};
