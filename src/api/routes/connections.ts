import { z } from 'zod';
import {
  changeConnection,
  ConnectionChange,
  ConnectionRequest,
  createConnection,
  getConnection,
  listConnections,
  readPosture,
  verifyConnection,
} from '../../application/connections.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody, vendorRefusals } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { ConnectionResource, connectionView, PostureResource, postureView } from '../resources/connection.ts';
import type { Routes } from './context.ts';

const tags = ['Connections'];

const organiser = z.string().min(1).max(254).describe('The organiser’s id at the platform.');
const VerificationRequest = z.strictObject({ organiser: organiser.optional() }).meta({
  id: 'VerificationRequest',
  description: 'Whose meetings to try, where permissions differ by person.',
});
const PostureRequest = z
  .strictObject({ organiser })
  .meta({ id: 'PostureRequest', description: 'Whose account to read.' });

export const connectionRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url: '/connections',
    config: {
      scopes: ['connections:write'],
      refusals: [...creationRefusals, 'EXTERNAL_REF_TAKEN', 'RESOURCE_NOT_FOUND'],
    },
    schema: {
      tags,
      operationId: 'createConnection',
      summary: 'Add a connection',
      description:
        'Stores credentials for an account or tenant on a platform, encrypted. Nothing is called: verify it next. Where the answer holds a certificate, upload it at the platform first.',
      headers: CreateHeaders,
      body: ConnectionRequest,
      response: { 201: ConnectionResource },
    },
    handler: async (request, reply) => {
      const connection = await createForRequest(application, { request, reply }, 201, {
        create: (complete) => createConnection(application, callerOf(request), request.body, complete),
        find: ({ connections }, id) => connections.find(id),
      });
      return reply
        .code(201)
        .headers({ location: `/v1/connections/${connection.id}`, etag: etagOf(connection) })
        .send(connectionView(connection));
    },
  });

  app.route({
    method: 'GET',
    url: '/connections',
    config: { scopes: ['connections:read'] },
    schema: {
      tags,
      operationId: 'listConnections',
      summary: 'List connections',
      description: 'Newest first, without credentials.',
      querystring: PageQuery,
      response: { 200: pageOf(ConnectionResource, 'ConnectionPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listConnections(application, callerOf(request), page),
        connectionView,
      ),
  });

  app.route({
    method: 'GET',
    url: '/connections/:id',
    config: { scopes: ['connections:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getConnection',
      summary: 'Read a connection',
      description: 'Without credentials.',
      params: IdParams,
      headers: ReadHeaders,
      response: { 200: ConnectionResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const connection = await getConnection(application, callerOf(request), request.params.id);
      return sendCurrent(request, reply, connection, connectionView(connection));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/connections/:id',
    config: { scopes: ['connections:read', 'connections:write'], refusals: [...changeRefusals, 'CONFLICT'] },
    schema: {
      tags,
      operationId: 'changeConnection',
      summary: 'Change a connection',
      description: 'Name, settings or credentials; platform and account stay. It must be verified again.',
      params: IdParams,
      headers: ChangeHeaders,
      body: ConnectionChange,
      response: { 200: ConnectionResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const connection = await changeConnection(
        application,
        callerOf(request),
        request.params.id,
        request.body,
        version,
      );
      return reply.header('etag', etagOf(connection)).send(connectionView(connection));
    },
  });

  app.route({
    method: 'POST',
    url: '/connections/:id/verification',
    config: {
      scopes: ['connections:read', 'connections:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'VERSION_MISMATCH', ...vendorRefusals],
    },
    schema: {
      tags,
      operationId: 'verifyConnection',
      summary: 'Try a connection',
      description:
        'Tries the credentials and each permission at the platform, and says what to grant and where. Permissions are tried in an organiser’s name: the one in the body, else a host who organises on this connection. Without either, what stays untried is not ok.',
      params: IdParams,
      body: VerificationRequest.nullable(),
      response: { 200: ConnectionResource },
    },
    handler: async (request, reply) => {
      const connection = await verifyConnection(
        application,
        callerOf(request),
        request.params.id,
        request.body?.organiser,
      );
      return reply.header('etag', etagOf(connection)).send(connectionView(connection));
    },
  });

  app.route({
    method: 'POST',
    url: '/connections/:id/posture',
    config: {
      scopes: ['connections:read', 'connections:write'],
      refusals: ['RESOURCE_NOT_FOUND', ...vendorRefusals],
    },
    schema: {
      tags,
      operationId: 'readPosture',
      summary: 'Read an account’s posture',
      description:
        'Asks the platform what the organiser’s account allows, locks and defaults to, and keeps it. Nothing is written there.',
      params: IdParams,
      body: PostureRequest,
      response: { 200: PostureResource },
    },
    handler: async (request) =>
      postureView(
        await readPosture(application, callerOf(request), request.params.id, request.body.organiser),
      ),
  });
};
