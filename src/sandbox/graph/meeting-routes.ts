import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readPath, type JsonObject } from '../shared/paths.ts';
import { organizerOf, requireRole, tenantOf } from './access.ts';
import type { GraphUser } from './account.ts';
import { page, type Query } from './collection.ts';
import { badRequest } from './errors.ts';
import { createMeeting, getMeeting, meetingsOf, presentMeeting, updateMeeting } from './meeting.ts';
import { asObject, readCreateBody, readUpdateBody } from './options.ts';
import type { Meeting, Tenant, World } from './world.ts';

const READ = ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'];
const WRITE = ['OnlineMeetings.ReadWrite.All'];
const PAGE_SIZE = 20;

/** What createOrGet takes; every option of the meeting that is sent with it is left aside. */
const CREATE_OR_GET = ['subject', 'startDateTime', 'endDateTime', 'participants'];

interface Call {
  Params: { oid: string; id: string };
}

/** Online meetings of an organiser: create, createOrGet, find, read, update, delete. */
export function registerMeetings(vendor: FastifyInstance, world: World): void {
  const enter = (request: FastifyRequest, roles: string[]): { tenant: Tenant; organizer: GraphUser } => {
    const tenant = tenantOf(world, request);
    requireRole(tenant, 'teams', roles);
    return { tenant, organizer: organizerOf(tenant, (request.params as Call['Params']).oid) };
  };
  const show = (request: FastifyRequest, tenant: Tenant, meeting: Meeting): JsonObject =>
    presentMeeting(tenant, meeting, preferOf(request));

  const meetings = '/v1.0/users/:oid/onlineMeetings';

  vendor.post<Call>(meetings, { config: { operation: 'meeting.create' } }, async (request, reply) => {
    const { tenant, organizer } = enter(request, WRITE);
    const body = readCreateBody(request.body);
    for (const name of ['subject', 'endDateTime']) {
      if (body[name] === undefined) throw badRequest(`The property ${name} is required.`);
    }
    checkTimes(body);
    const meeting = createMeeting(world, { tenant, organizer, body, operation: 'meeting.create' });
    return reply.code(201).send(show(request, tenant, meeting));
  });

  vendor.post<Call>(
    `${meetings}/createOrGet`,
    { config: { operation: 'meeting.createOrGet' } },
    async (request, reply) => {
      const { tenant, organizer } = enter(request, WRITE);
      const { externalId } = asObject(request.body);
      if (typeof externalId !== 'string' || externalId === '')
        throw badRequest('The externalId is required.');
      const found = meetingsOf(world, tenant, organizer.oid).find(
        (meeting) => meeting.externalId === externalId,
      );
      if (found !== undefined) return reply.code(200).send(show(request, tenant, found));

      const read = readCreateBody(request.body);
      const body = Object.fromEntries(Object.entries(read).filter(([name]) => CREATE_OR_GET.includes(name)));
      checkTimes(body);
      const meeting = createMeeting(world, {
        tenant,
        organizer,
        body: { ...body, externalId },
        operation: 'meeting.createOrGet',
        externalId,
      });
      return reply.code(201).send(show(request, tenant, meeting));
    },
  );

  vendor.get<Call>(meetings, { config: { operation: 'meeting.find' } }, async (request) => {
    const { tenant, organizer } = enter(request, READ);
    const matches = matcherOf((request.query as Query).$filter);
    const found = meetingsOf(world, tenant, organizer.oid).filter(matches);
    return page(
      request,
      found.map((meeting) => show(request, tenant, meeting)),
      PAGE_SIZE,
    );
  });

  vendor.get<Call>(`${meetings}/:id`, { config: { operation: 'meeting.get' } }, async (request) => {
    const { tenant, organizer } = enter(request, READ);
    return show(request, tenant, getMeeting(world, tenant, organizer.oid, request.params.id));
  });

  vendor.patch<Call>(`${meetings}/:id`, { config: { operation: 'meeting.update' } }, async (request) => {
    const { tenant, organizer } = enter(request, WRITE);
    const meeting = getMeeting(world, tenant, organizer.oid, request.params.id);
    const body = readUpdateBody(request.body);
    checkTimes({ ...meeting.stored, ...body });
    updateMeeting(world, tenant, meeting, body, 'meeting.update');
    return show(request, tenant, meeting);
  });

  vendor.delete<Call>(
    `${meetings}/:id`,
    { config: { operation: 'meeting.delete' } },
    async (request, reply) => {
      const { tenant, organizer } = enter(request, WRITE);
      world.meetings.delete(getMeeting(world, tenant, organizer.oid, request.params.id).id);
      return reply.code(204).send();
    },
  );
}

/**
 * The only filters there are. The query has been decoded once by now, and the rest of the join address is compared
 * as it stands: an address that was not encoded again, or twice, matches nothing and the answer is an empty 200.
 */
function matcherOf(filter: string | undefined): (meeting: Meeting) => boolean {
  const [, name, quoted] = /^\s*([\w/]+)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(filter ?? '') ?? [];
  const value = quoted?.replaceAll("''", "'");
  switch (name?.toLowerCase()) {
    case 'joinweburl':
      return (meeting) => meeting.joinWebUrl === value;
    case 'joinmeetingidsettings/joinmeetingid':
      return (meeting) => readPath(meeting.fixed, 'joinMeetingIdSettings.joinMeetingId') === value;
    default:
      throw badRequest('A filter on JoinWebUrl or joinMeetingIdSettings/joinMeetingId is required.');
  }
}

function checkTimes({ startDateTime, endDateTime }: JsonObject): void {
  if (typeof startDateTime !== 'string' || typeof endDateTime !== 'string') return;
  if (Date.parse(startDateTime) >= Date.parse(endDateTime))
    throw badRequest('The end must be after the start.');
}

const preferOf = (request: FastifyRequest): string | undefined => {
  const { prefer } = request.headers;
  return Array.isArray(prefer) ? prefer.join(',') : prefer;
};
