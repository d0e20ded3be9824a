import { makePortalEntry, reissuePass, showPass } from '../../application/people-passes.ts';
import { callerOf } from '../plugins/authentication.ts';
import { PassResource, passView, PersonParams, PortalEntryResource } from '../resources/person.ts';
import type { Routes } from './context.ts';

const tags = ['People'];
const url = '/sessions/:id/people/:personId';

/** How somebody on the roster comes in. */
export const peoplePassRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: `${url}/pass`,
    config: { scopes: ['people:write'], refusals: ['RESOURCE_NOT_FOUND', 'CONFLICT'] },
    schema: {
      tags,
      operationId: 'showPass',
      summary: 'Read somebody’s pass',
      description:
        'To send it yourself, or to read the short code out to somebody without e-mail. Whoever has it is taken for the person: every reading is audited.',
      params: PersonParams,
      response: { 200: PassResource },
    },
    handler: async (request) => {
      const { id, personId } = request.params;
      return passView(await showPass(application, callerOf(request), id, personId));
    },
  });

  app.route({
    method: 'POST',
    url: `${url}/pass`,
    config: {
      scopes: ['people:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'CONFLICT', 'ROSTER_LOCKED', 'INVALID_TRANSITION'],
    },
    schema: {
      tags,
      operationId: 'reissuePass',
      summary: 'Give somebody a new pass',
      description: 'The one before stops working at once.',
      params: PersonParams,
      response: { 200: PassResource },
    },
    handler: async (request) => {
      const { id, personId } = request.params;
      return passView(await reissuePass(application, callerOf(request), id, personId));
    },
  });

  app.route({
    method: 'POST',
    url: `${url}/entries`,
    config: { scopes: ['people:write'], refusals: ['RESOURCE_NOT_FOUND', 'CONFLICT'] },
    schema: {
      tags,
      operationId: 'makePortalEntry',
      summary: 'Let somebody in whom your portal has signed in',
      description:
        'A one-use address, valid for a minute: send the person’s browser there. Whether it stands for the passcode is decided by the policy’s `portalReplacesPasscode`.',
      params: PersonParams,
      response: { 201: PortalEntryResource },
    },
    handler: async (request, reply) => {
      const { id, personId } = request.params;
      const { link, expiresAt } = await makePortalEntry(application, callerOf(request), id, personId);
      return reply.code(201).send({ link, expiresAt: expiresAt.toISOString() });
    },
  });
};
