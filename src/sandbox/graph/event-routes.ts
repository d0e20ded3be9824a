import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mailboxOf, requireRole, tenantOf } from './access.ts';
import type { GraphUser } from './account.ts';
import { page, select, type Query } from './collection.ts';
import { GraphError } from './errors.ts';
import { createEvent, eventsOf, presentEvent, readEventBody, updateEvent } from './event.ts';
import { instantOf } from './event-time.ts';
import type { CalendarEvent, Tenant, World } from './world.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite'];
const WRITE = ['Calendars.ReadWrite'];
const PAGE_SIZE = 10;

interface Call {
  Params: { oid: string; id: string };
}

/** Calendar events of a mailbox: create, list, window, read, update, delete. */
export function registerEvents(vendor: FastifyInstance, world: World): void {
  const enter = (request: FastifyRequest, roles: string[]): { tenant: Tenant; owner: GraphUser } => {
    const tenant = tenantOf(world, request);
    requireRole(tenant, 'outlook', roles);
    return { tenant, owner: mailboxOf(tenant, (request.params as Call['Params']).oid) };
  };
  const find = (tenant: Tenant, owner: GraphUser, id: string): CalendarEvent => {
    const event = eventsOf(world, tenant, owner.oid).find((candidate) => candidate.id === id);
    if (event !== undefined) return event;
    throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  };
  const list = (request: FastifyRequest, owner: GraphUser, events: CalendarEvent[]) => ({
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${owner.oid}')/events`,
    ...page(
      request,
      events.map((event) => presentEvent(world, owner, event)),
      PAGE_SIZE,
    ),
  });

  const events = '/v1.0/users/:oid/events';

  vendor.post<Call>(events, { config: { operation: 'event.create' } }, async (request, reply) => {
    const { tenant, owner } = enter(request, WRITE);
    const event = createEvent(world, tenant, owner, readEventBody(request.body));
    return reply.code(201).send(presentEvent(world, owner, event));
  });

  vendor.get<Call>(events, { config: { operation: 'event.list' } }, async (request) => {
    const { tenant, owner } = enter(request, READ);
    const matches = matcherOf((request.query as Query).$filter);
    return list(request, owner, eventsOf(world, tenant, owner.oid).filter(matches));
  });

  vendor.get<Call>(
    '/v1.0/users/:oid/calendarView',
    { config: { operation: 'event.list' } },
    async (request) => {
      const { tenant, owner } = enter(request, READ);
      const { startDateTime, endDateTime } = request.query as Query;
      if (startDateTime === undefined || endDateTime === undefined) {
        throw new GraphError(400, 'ErrorInvalidParameter', 'startDateTime and endDateTime are required.');
      }
      const from = utc(startDateTime);
      const until = utc(endDateTime);
      const inWindow = eventsOf(world, tenant, owner.oid).filter(
        ({ start, end }) => start < until && end > from,
      );
      return list(
        request,
        owner,
        inWindow.toSorted((a, b) => a.start.getTime() - b.start.getTime()),
      );
    },
  );

  vendor.get<Call>(`${events}/:id`, { config: { operation: 'event.get' } }, async (request) => {
    const { tenant, owner } = enter(request, READ);
    const shown = presentEvent(world, owner, find(tenant, owner, request.params.id));
    return select(shown, (request.query as Query).$select);
  });

  vendor.patch<Call>(`${events}/:id`, { config: { operation: 'event.update' } }, async (request) => {
    const { tenant, owner } = enter(request, WRITE);
    const event = find(tenant, owner, request.params.id);
    updateEvent(world, tenant, owner, event, readEventBody(request.body));
    return presentEvent(world, owner, event);
  });

  // Whether the online meeting goes with its event is not documented: here it stays, and must be deleted by itself.
  vendor.delete<Call>(`${events}/:id`, { config: { operation: 'event.delete' } }, async (request, reply) => {
    const { tenant, owner } = enter(request, WRITE);
    world.events.delete(find(tenant, owner, request.params.id).id);
    return reply.code(204).send();
  });
}

const utc = (dateTime: string): Date => instantOf({ dateTime, timeZone: 'UTC' });

type Matcher = (event: CalendarEvent) => boolean;

/**
 * Comparisons joined by `and`: subject equal, start and end at or around an instant. Nothing says that
 * transactionId can be filtered on, so it is refused like any other property.
 */
function matcherOf(filter: string | undefined): Matcher {
  if (filter === undefined) return () => true;
  const clauses = filter.split(/\s+and\s+/i).map(clauseOf);
  return (event) => clauses.every((clause) => clause(event));
}

function clauseOf(text: string): Matcher {
  const [, name, operator, quoted] =
    /^\s*([\w/]+)\s+(eq|ge|gt|le|lt)\s+'((?:[^']|'')*)'\s*$/.exec(text) ?? [];
  const value = quoted?.replaceAll("''", "'") ?? '';
  if (name === 'subject' && operator === 'eq') return (event) => event.stored.subject === value;
  if (name === 'start/dateTime') return (event) => compare(event.start, operator, utc(value));
  if (name === 'end/dateTime') return (event) => compare(event.end, operator, utc(value));
  throw new GraphError(
    400,
    'ErrorInvalidUrlQueryFilter',
    'The query filter contains one or more invalid nodes.',
  );
}

function compare(left: Date, operator: string | undefined, right: Date): boolean {
  const difference = left.getTime() - right.getTime();
  switch (operator) {
    case 'ge':
      return difference >= 0;
    case 'gt':
      return difference > 0;
    case 'le':
      return difference <= 0;
    case 'lt':
      return difference < 0;
    default:
      return difference === 0;
  }
}
