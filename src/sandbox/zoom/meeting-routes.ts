import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readPath } from '../shared/paths.ts';
import type { Misbehaviours } from '../shared/misbehaviour.ts';
import { accountOf } from './access.ts';
import { meetingAnswer, meetingRow } from './meeting-view.ts';
import { createWritten, parseBody, updateWritten, type WriteContext } from './meeting-write.ts';
import { daysOf, pageOf } from './paging.ts';
import { dailyLimitReached, invalidField, Refusal } from './refusal.ts';
import { sendLifecycle, type Webhooks } from './webhooks.ts';
import { CreateBody, UpdateBody } from './wire-body.ts';
import { getAccount, getMeeting, getUser, liveInstance, type Meeting, type World } from './world.ts';

type WithUser = { Params: { userId: string } };
type WithMeeting = { Params: { meetingId: string } };

/** Adds create, list, read, update and delete of meetings. */
export function addMeetingRoutes(
  app: FastifyInstance,
  world: World,
  webhooks: Webhooks,
  misbehaviours: Misbehaviours,
): void {
  const contextOf = (request: FastifyRequest, hostKey: string): WriteContext & { hostId: string } => {
    const accountId = accountOf(request);
    const host = getUser(world, accountId, hostKey);
    if (host.status !== 'active') {
      const message = 'Meeting hosting and scheduling capabilities are not allowed for your user account.';
      throw new Refusal(400, 3161, message);
    }
    return {
      accountId,
      account: getAccount(world, accountId),
      host,
      hostId: host.id,
      misbehaviours,
      operation: request.routeOptions.config.operation ?? '',
      now: world.now(),
    };
  };

  /** Counts a create or update against the host's day; true where the day is used up. */
  const isOverLimit = ({ account, hostId, now }: ReturnType<typeof contextOf>): boolean => {
    const day = `${hostId} ${now.toISOString().slice(0, 10)}`;
    const used = world.writes.get(day) ?? 0;
    if (used >= account.writesPerDay) return true;
    world.writes.set(day, used + 1);
    return false;
  };

  const schedulerFor = (request: FastifyRequest, scheduleFor: unknown, otherwise: string): string => {
    if (typeof scheduleFor !== 'string' || scheduleFor === '') return otherwise;
    try {
      return getUser(world, accountOf(request), scheduleFor).id;
    } catch {
      throw invalidField('schedule_for');
    }
  };

  app.post<WithUser>(
    '/v2/users/:userId/meetings',
    { config: { operation: 'meeting.create' } },
    async (request, reply) => {
      const { schedule_for, ...body } = parseBody(CreateBody, request.body);
      const owner = contextOf(request, request.params.userId);
      const context = contextOf(request, schedulerFor(request, schedule_for, owner.hostId));
      const written = createWritten(context, body);
      if (isOverLimit(context)) return dailyLimitReached(reply, context.account.writesPerDay, context.now);
      const meeting: Meeting = {
        id: world.nextMeetingId(),
        uuid: world.nextUuid(),
        account: context.accountId,
        hostId: context.hostId,
        createdAt: context.now,
        written,
        deleted: false,
        early: [],
        instances: [],
        passcodeSalt: randomBytes(24).toString('base64url'),
      };
      world.meetings.set(meeting.id, meeting);
      sendLifecycle(world, webhooks, meeting, { event: 'created' });
      return reply.code(201).send(meetingAnswer(world, meeting));
    },
  );

  app.get<WithUser>(
    '/v2/users/:userId/meetings',
    { config: { operation: 'meeting.list' } },
    async (request) => {
      const host = getUser(world, accountOf(request), request.params.userId);
      const query = request.query as Record<string, string | undefined>;
      const type = query.type ?? 'scheduled';
      const { from, to } = daysOf(query);
      const now = world.now();
      const rows = [...world.meetings.values()]
        .filter(
          (meeting) =>
            meeting.account === accountOf(request) && meeting.hostId === host.id && !meeting.deleted,
        )
        .filter((meeting) => isOfType(meeting, type, now))
        .filter((meeting) => {
          const start = startOf(meeting);
          return (from === undefined || start >= from) && (to === undefined || start < to);
        })
        .sort((a, b) => startOf(a).getTime() - startOf(b).getTime() || a.id - b.id)
        .map((meeting) => meetingRow(world, meeting));
      const list = `meetings ${host.id} ${type} ${query.from ?? ''} ${query.to ?? ''}`;
      const { items, ...page } = pageOf(world, list, rows, query);
      return { ...page, meetings: items };
    },
  );

  const byId = '/v2/meetings/:meetingId';
  app.get<WithMeeting>(byId, { config: { operation: 'meeting.get' } }, async (request) =>
    meetingAnswer(world, getMeeting(world, accountOf(request), request.params.meetingId)),
  );

  app.patch<WithMeeting>(byId, { config: { operation: 'meeting.update' } }, async (request, reply) => {
    const meeting = getMeeting(world, accountOf(request), request.params.meetingId);
    const { schedule_for, ...body } = parseBody(UpdateBody, request.body);
    const context = contextOf(request, schedulerFor(request, schedule_for, meeting.hostId));
    if (liveInstance(meeting) !== undefined && context.account.updatesWhileLive === 'refused') {
      throw new Refusal(
        400,
        3000,
        'You cannot update or delete meetings that have started using this method.',
      );
    }
    const before = meeting.written;
    const written = updateWritten(context, before, body);
    if (isOverLimit(context)) return dailyLimitReached(reply, context.account.writesPerDay, context.now);
    meeting.written = written;
    meeting.hostId = context.hostId;
    sendLifecycle(world, webhooks, meeting, { event: 'updated', before: before.stored });
    return reply.code(204).send();
  });

  app.delete<WithMeeting>(byId, { config: { operation: 'meeting.delete' } }, async (request, reply) => {
    const meeting = getMeeting(world, accountOf(request), request.params.meetingId);
    if (liveInstance(meeting) !== undefined) {
      throw new Refusal(400, 3002, 'Sorry, you cannot delete this meeting since it is in progress.');
    }
    meeting.deleted = true;
    sendLifecycle(world, webhooks, meeting, { event: 'deleted' });
    return reply.code(204).send();
  });
}

const startOf = (meeting: Meeting): Date => new Date(meeting.written.stored.start_time as string);

function isOfType(meeting: Meeting, type: string, now: Date): boolean {
  const isLive = liveInstance(meeting) !== undefined;
  const minutes = Number(readPath(meeting.written.stored, 'duration') ?? 0);
  const isOver = startOf(meeting).getTime() + minutes * 60_000 < now.getTime();
  switch (type) {
    case 'scheduled':
      return true;
    case 'live':
      return isLive;
    case 'upcoming':
    case 'upcoming_meetings':
      return isLive || !isOver;
    case 'previous_meetings':
      return isOver && !isLive;
    default:
      throw invalidField('type');
  }
}
