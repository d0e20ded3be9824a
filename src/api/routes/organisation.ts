import { changeOrganisation, getOrganisation } from '../../application/organisation.ts';
import { OrganisationChange } from '../../domain/organisation-settings.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { changeRefusals, noBody } from '../operation.ts';
import { callerOf } from '../plugins/authentication.ts';
import { OrganisationResource, organisationView } from '../resources/organisation.ts';
import type { Routes } from './context.ts';

const tags = ['Organisation'];

export const organisationRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/organisation',
    config: { scopes: [] },
    schema: {
      tags,
      operationId: 'getOrganisation',
      summary: 'Read your organisation and its settings',
      description: 'The ETag is what a change names.',
      headers: ReadHeaders,
      response: { 200: OrganisationResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const organisation = await getOrganisation(application, callerOf(request));
      return sendCurrent(request, reply, organisation.settings, organisationView(organisation));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/organisation',
    config: { scopes: ['organisation:write'], refusals: changeRefusals },
    schema: {
      tags,
      operationId: 'changeOrganisation',
      summary: 'Change the settings of your organisation',
      description: 'What the body names changes, the rest stays. An unchanged body makes no new version.',
      headers: ChangeHeaders,
      body: OrganisationChange,
      response: { 200: OrganisationResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const changed = await changeOrganisation(application, callerOf(request), request.body, version);
      return reply.header('etag', etagOf(changed.settings)).send(organisationView(changed));
    },
  });
};
