import { z } from 'zod';
import {
  confirmDelivery,
  DeliveryConfirmation,
  getDelivery,
  listDeliveries,
  retryDelivery,
} from '../../application/deliveries/deliveries.ts';
import { showDelivery } from '../../application/deliveries/show-delivery.ts';
import { DeliveryState } from '../../domain/outbox.ts';
import { IdParams } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import {
  DeliveryContentResource,
  deliveryContentView,
  DeliveryResource,
  deliveryView,
} from '../resources/delivery.ts';
import type { Routes } from './context.ts';

const tags = ['Deliveries'];

const DeliveryQuery = PageQuery.extend({
  sessionId: z.uuid().optional(),
  state: DeliveryState.optional().describe('As it is now: `due` is what is to be delivered at once.'),
});

const ContentQuery = z.strictObject({
  from: z
    .email()
    .max(254)
    .optional()
    .describe(
      'The address that you send from: a calendar entry names it. Default: Subrosa’s own, where it has one.',
    ),
});

/** What is to be delivered, what came of it, and how an organisation that sends itself takes part. */
export const deliveryRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/deliveries',
    config: { scopes: ['deliveries:read'] },
    schema: {
      tags,
      operationId: 'listDeliveries',
      summary: 'List deliveries',
      description:
        'Newest first, without what they say. An organisation that sends itself reads those that are `due`, takes each one’s content, and confirms.',
      querystring: DeliveryQuery,
      response: { 200: pageOf(DeliveryResource, 'DeliveryPage') },
    },
    handler: (request, reply) => {
      const { sessionId, state } = request.query;
      return readPage(
        { query: request.query, request, reply },
        (page) => listDeliveries(application, callerOf(request), page, { sessionId, state }),
        deliveryView,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/deliveries/:id',
    config: { scopes: ['deliveries:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getDelivery',
      summary: 'Read a delivery',
      description: 'How it stands. What it says is another operation, which is audited.',
      params: IdParams,
      response: { 200: DeliveryResource },
    },
    handler: async (request) =>
      deliveryView(await getDelivery(application, callerOf(request), request.params.id)),
  });

  app.route({
    method: 'GET',
    url: '/deliveries/:id/content',
    config: { scopes: ['deliveries:write'], refusals: ['RESOURCE_NOT_FOUND', 'INVALID_TRANSITION'] },
    schema: {
      tags,
      operationId: 'showDelivery',
      summary: 'Take what is to be delivered',
      description:
        'For whoever delivers it instead of Subrosa. Only while it is still right: what changed meanwhile has been superseded. It holds a link, or a passcode, never both; the taking is audited, and from then on it counts as possibly delivered.',
      params: IdParams,
      querystring: ContentQuery,
      response: { 200: DeliveryContentResource },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const content = await showDelivery(application, callerOf(request), id, request.query.from);
      return reply.header('cache-control', 'no-store').send(deliveryContentView(content));
    },
  });

  app.route({
    method: 'POST',
    url: '/deliveries/:id/confirmation',
    config: { scopes: ['deliveries:write'], refusals: ['RESOURCE_NOT_FOUND', 'INVALID_TRANSITION'] },
    schema: {
      tags,
      operationId: 'confirmDelivery',
      summary: 'Confirm a delivery',
      description:
        'That you, or a named person, delivered it or could not. What Subrosa could not send may be confirmed as delivered otherwise. Confirming twice changes nothing.',
      params: IdParams,
      body: DeliveryConfirmation,
      response: { 200: DeliveryResource },
    },
    handler: async (request) =>
      deliveryView(await confirmDelivery(application, callerOf(request), request.params.id, request.body)),
  });

  app.route({
    method: 'POST',
    url: '/deliveries/:id/retry',
    config: { scopes: ['deliveries:write'], refusals: ['RESOURCE_NOT_FOUND', 'INVALID_TRANSITION'] },
    schema: {
      tags,
      operationId: 'retryDelivery',
      summary: 'Try a delivery again',
      description:
        'One that bounced or failed, once its cause is mended. A wrong address is corrected on the roster instead: that makes another delivery.',
      params: IdParams,
      response: { 200: DeliveryResource },
    },
    handler: async (request) =>
      deliveryView(await retryDelivery(application, callerOf(request), request.params.id)),
  });
};
