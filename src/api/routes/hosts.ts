import { ExternalRef } from '../../application/connections.ts';
import {
  createHost,
  getHost,
  getHostByRef,
  HostRequest,
  listHosts,
  putHost,
  replaceHost,
} from '../../application/hosts.ts';
import { HostResource, hostView } from '../resources/host.ts';
import { referencedRoutes } from './referenced.ts';

export const hostRoutes = referencedRoutes({
  words: { path: 'hosts', component: 'Host', singular: 'host', plural: 'hosts' },
  scopes: { read: 'hosts:read', write: 'hosts:write' },
  descriptions: {
    create: 'A coach, with the ids that the coach has at the platforms.',
    replace: 'The body is the whole host. An unchanged body makes no new version.',
    byRef: 'A coach; the reference is in the address.',
    item: 'A coach with your own reference.',
  },
  refusals: [],
  request: HostRequest,
  byRef: HostRequest.omit({ externalRef: true }),
  item: HostRequest.extend({ externalRef: ExternalRef }),
  resource: HostResource,
  view: hostView,
  find: ({ hosts }, id) => hosts.find(id),
  create: createHost,
  get: getHost,
  getByRef: getHostByRef,
  list: listHosts,
  replace: replaceHost,
  put: putHost,
});
