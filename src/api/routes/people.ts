import { addPerson, changePerson, getPerson, listPeople, withdrawPerson } from '../../application/people.ts';
import { PersonChange, PersonRequest } from '../../domain/roster.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { callerOf } from '../plugins/authentication.ts';
import { PersonParams, PersonResource, personView, RosterResource } from '../resources/person.ts';
import type { Routes } from './context.ts';

const tags = ['People'];
const url = '/sessions/:id/people';

export const peopleRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url,
    config: {
      scopes: ['people:write'],
      refusals: [...creationRefusals, 'RESOURCE_NOT_FOUND', 'ROSTER_LOCKED', 'INVALID_TRANSITION'],
    },
    schema: {
      tags,
      operationId: 'addPerson',
      summary: 'Add somebody to the roster',
      description:
        'The person gets a pass. Nothing of it reaches the platform. Once the door is locked, only the coach adds people (`board:write`).',
      params: IdParams,
      headers: CreateHeaders,
      body: PersonRequest,
      response: { 201: PersonResource },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const person = await createForRequest(application, { request, reply }, 201, {
        create: (complete) => addPerson(application, callerOf(request), id, request.body, complete),
        find: ({ people }, personId) => people.find(personId),
      });
      return reply
        .code(201)
        .headers({ location: `/v1/sessions/${id}/people/${person.id}`, etag: etagOf(person) })
        .send(personView(person));
    },
  });

  app.route({
    method: 'GET',
    url,
    config: { scopes: ['people:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'listPeople',
      summary: 'Read the roster',
      description: 'The whole of it, withdrawn people included, in the order they were added.',
      params: IdParams,
      response: { 200: RosterResource },
    },
    handler: async (request) => ({
      items: (await listPeople(application, callerOf(request), request.params.id)).map(personView),
    }),
  });

  app.route({
    method: 'GET',
    url: `${url}/:personId`,
    config: { scopes: ['people:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags,
      operationId: 'getPerson',
      summary: 'Read somebody on the roster',
      description: 'The ETag is what a change names.',
      params: PersonParams,
      headers: ReadHeaders,
      response: { 200: PersonResource, 304: noBody('Not changed.') },
    },
    handler: async (request, reply) => {
      const { id, personId } = request.params;
      const person = await getPerson(application, callerOf(request), id, personId);
      return sendCurrent(request, reply, person, personView(person));
    },
  });

  app.route({
    method: 'PATCH',
    url: `${url}/:personId`,
    config: {
      scopes: ['people:write'],
      refusals: [...changeRefusals, 'CONFLICT', 'ROSTER_LOCKED', 'INVALID_TRANSITION'],
    },
    schema: {
      tags,
      operationId: 'changePerson',
      summary: 'Change somebody on the roster',
      description:
        'What the body names changes, the rest stays. Another e-mail address brings a new pass; the one that was sent to the old address stops working at once.',
      params: PersonParams,
      headers: ChangeHeaders,
      body: PersonChange,
      response: { 200: PersonResource },
    },
    handler: async (request, reply) => {
      const version = requiredVersion(request);
      const { id, personId } = request.params;
      const caller = callerOf(request);
      const person = await changePerson(application, caller, id, personId, request.body, version);
      return reply.header('etag', etagOf(person)).send(personView(person));
    },
  });

  app.route({
    method: 'DELETE',
    url: `${url}/:personId`,
    config: {
      scopes: ['people:write'],
      refusals: ['RESOURCE_NOT_FOUND', 'ROSTER_LOCKED', 'INVALID_TRANSITION'],
    },
    schema: {
      tags,
      operationId: 'withdrawPerson',
      summary: 'Withdraw somebody from the roster',
      description:
        'The pass stops working at once and for good; what was recorded stays. Withdrawing twice changes nothing. To undo it, add the person anew.',
      params: PersonParams,
      response: { 204: noBody('Withdrawn, now or before.') },
    },
    handler: async (request, reply) => {
      const { id, personId } = request.params;
      await withdrawPerson(application, callerOf(request), id, personId);
      return reply.code(204).send();
    },
  });
};
