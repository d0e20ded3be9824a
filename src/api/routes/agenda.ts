import { z } from 'zod';
import { readAgenda } from '../../application/agenda.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { AgendaEntryResource, agendaEntryView } from '../resources/agenda.ts';
import type { Routes } from './context.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const AgendaQuery = PageQuery.extend({
  startsFrom: instant.describe('The earliest start, with an offset.'),
  startsBefore: instant.describe('Starts before this, with an offset.'),
});

export const agendaRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/agenda',
    config: { scopes: ['board:read'] },
    schema: {
      tags: ['Console'],
      operationId: 'readAgenda',
      summary: 'Read the agenda',
      description:
        'The sessions of a time with what their clients and platforms are called, newest booked first. A coach is given own sessions only.',
      querystring: AgendaQuery,
      response: { 200: pageOf(AgendaEntryResource, 'AgendaPage') },
    },
    handler: (request, reply) => {
      const { cursor, limit, ...times } = request.query;
      return readPage(
        { query: { cursor, limit }, request, reply },
        (page) => readAgenda(application, callerOf(request), page, times),
        agendaEntryView,
      );
    },
  });
};
