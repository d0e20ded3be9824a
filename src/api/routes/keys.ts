import { ApiKeyRequest, createApiKey, listApiKeys, revokeApiKey } from '../../application/api-keys.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { KeyResource, keyView, MadeKeyResource } from '../resources/key.ts';
import type { Routes } from './context.ts';

const tags = ['Keys'];

export const keyRoutes: Routes = async (app, { application, authentication }) => {
  app.route({
    method: 'POST',
    url: '/keys',
    config: { scopes: ['keys:write'], refusals: creationRefusals },
    schema: {
      tags,
      operationId: 'createKey',
      summary: 'Make an API key',
      description:
        'The key is shown in this answer only. It cannot be given a scope that the calling key lacks.',
      headers: CreateHeaders,
      body: ApiKeyRequest,
      response: { 201: MadeKeyResource },
    },
    handler: async (request, reply) => {
      const made = await createForRequest<{ key: Parameters<typeof keyView>[0]; token: string | null }>(
        application,
        { request, reply },
        201,
        {
          create: (complete) => createApiKey(application, callerOf(request), request.body, complete),
          find: async ({ apiKeys }, id) => {
            const key = await apiKeys.find(id);
            return key === undefined ? undefined : { key, token: null };
          },
        },
      );
      return reply.code(201).send({ ...keyView(made.key), token: made.token });
    },
  });

  app.route({
    method: 'GET',
    url: '/keys',
    config: { scopes: ['keys:write'] },
    schema: {
      tags,
      operationId: 'listKeys',
      summary: 'List API keys',
      description: 'All of them, revoked ones included, without their secrets.',
      response: { 200: pageOf(KeyResource, 'KeyPage') },
    },
    handler: async (request) => ({
      items: (await listApiKeys(application, callerOf(request))).map(keyView),
      next: null,
    }),
  });

  app.route({
    method: 'DELETE',
    url: '/keys/:id',
    config: { scopes: ['keys:write'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'revokeKey',
      summary: 'Revoke an API key',
      description: 'It stops working at once here, and within five seconds at every other replica.',
      params: IdParams,
      response: { 204: noBody('Revoked, now or before.') },
    },
    handler: async (request, reply) => {
      await revokeApiKey(application, callerOf(request), request.params.id);
      authentication.forgetAll();
      return reply.code(204).send();
    },
  });
};
