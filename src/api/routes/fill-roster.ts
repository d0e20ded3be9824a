import { z } from 'zod';
import { copyPeople, importPeople } from '../../application/fill-roster.ts';
import { IdParams } from '../operation.ts';
import { callerOf } from '../plugins/authentication.ts';
import { FilledRosterResource, filledRosterView } from '../resources/person.ts';
import { readCsv, textOf } from '../roster-csv.ts';
import type { Routes } from './context.ts';

const tags = ['People'];

const RosterCsv = z.string().meta({
  id: 'RosterCsv',
  description:
    'A header row, then one row a person. Columns: name, and any of aliases (with | between them), role, email, timeZone, passcodeChannel. Commas, semicolons or tabs between the cells.',
});

const CopyRequest = z
  .strictObject({ fromSessionId: z.uuid() })
  .meta({ id: 'CopyRequest', description: 'The session whose people are expected again.' });

const refusals = ['RESOURCE_NOT_FOUND', 'CONFLICT', 'ROSTER_LOCKED', 'INVALID_TRANSITION'] as const;

export const copyRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'POST',
    url: '/sessions/:id/people/copy',
    config: { scopes: ['people:write'], refusals },
    schema: {
      tags,
      operationId: 'copyPeople',
      summary: 'Copy the roster of another session',
      description:
        'Everybody who was expected there, each with a new pass: not whom the coach had removed. Whoever is on the roster already is passed over, so that the request may be repeated.',
      params: IdParams,
      body: CopyRequest,
      response: { 200: FilledRosterResource },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { fromSessionId } = request.body;
      return filledRosterView(await copyPeople(application, callerOf(request), id, fromSessionId));
    },
  });
};

/** Takes nothing but files: apart from the others, whose bodies are JSON. */
export const importRoutes: Routes = async (app, { application }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    textOf(body),
  );
  app.route({
    method: 'POST',
    url: '/sessions/:id/people/import',
    config: { scopes: ['people:write'], refusals },
    schema: {
      tags,
      operationId: 'importPeople',
      summary: 'Add people from a CSV file',
      description:
        'All of them, or nobody: where a row is not right, the problem’s `facts.rows` names each by its row and column, and nothing is changed. 500 people and 256 kB at most. Whoever is on the roster already is passed over, so that a file may be sent again.',
      consumes: ['text/csv'],
      params: IdParams,
      body: RosterCsv,
      response: { 200: FilledRosterResource },
    },
    handler: async (request) => {
      const table = readCsv(request.body);
      return filledRosterView(await importPeople(application, callerOf(request), request.params.id, table));
    },
  });
};
