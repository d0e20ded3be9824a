import { listAudit } from '../../application/audit-trail.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import { AuditEventResource, auditEventView } from '../resources/audit-event.ts';
import type { Routes } from './context.ts';

export const auditRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/audit',
    config: { scopes: ['audit:read'] },
    schema: {
      tags: ['Audit'],
      operationId: 'listAudit',
      summary: 'Read the audit trail',
      description: 'Newest first. Events are only ever added.',
      querystring: PageQuery,
      response: { 200: pageOf(AuditEventResource, 'AuditPage') },
    },
    handler: (request, reply) =>
      readPage(
        { query: request.query, request, reply },
        (page) => listAudit(application, callerOf(request), page),
        auditEventView,
      ),
  });
};
