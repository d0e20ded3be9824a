import {
  ClientRequest,
  createClient,
  getClient,
  getClientByRef,
  listClients,
  putClient,
  replaceClient,
} from '../../application/clients.ts';
import { ExternalRef } from '../../application/connections.ts';
import { ClientResource, clientView } from '../resources/client.ts';
import { referencedRoutes } from './referenced.ts';

export const clientRoutes = referencedRoutes({
  words: { path: 'clients', component: 'Client', singular: 'client', plural: 'clients' },
  scopes: { read: 'clients:read', write: 'clients:write' },
  descriptions: {
    create: 'A company with the platforms it has approved, in order. A session never lands on another.',
    replace:
      'The body is the whole client. Sessions that exist keep their platform and policy. An unchanged body makes no new version.',
    byRef: 'A client; the reference is in the address.',
    item: 'A client with your own reference.',
  },
  refusals: ['POLICY_CONFLICT'],
  request: ClientRequest,
  byRef: ClientRequest.omit({ externalRef: true }),
  item: ClientRequest.extend({ externalRef: ExternalRef }),
  resource: ClientResource,
  view: clientView,
  find: ({ clients }, id) => clients.find(id),
  create: createClient,
  get: getClient,
  getByRef: getClientByRef,
  list: listClients,
  replace: replaceClient,
  put: putClient,
});
