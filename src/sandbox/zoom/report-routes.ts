import type { FastifyInstance, FastifyRequest } from 'fastify';
import { textAt, type JsonObject } from '../shared/paths.ts';
import { endedFor, getInstance, minutesOf } from './instances.ts';
import { accountOf } from './access.ts';
import { daysOf, pageOf } from './paging.ts';
import { invalidField, meetingMissing, paidOnly, Refusal } from './refusal.ts';
import { hostEmail } from './webhooks.ts';
import {
  getAccount,
  getUser,
  zoomTime,
  type Instance,
  type Meeting,
  type Visit,
  type World,
} from './world.ts';

const DAY_MS = 86_400_000;
/** Zoom's reports take at most a month at a time and reach back a year. */
const MAX_RANGE_MS = 31 * DAY_MS;
const REACH_MS = 365 * DAY_MS;

/** Adds the reports on meetings that are over: what was used in them, and who was there. */
export function addReportRoutes(app: FastifyInstance, world: World): void {
  const reporting = (request: FastifyRequest) => {
    const account = getAccount(world, accountOf(request));
    if (account.plan === 'basic') throw paidOnly(accountOf(request));
    return account;
  };

  app.get('/v2/report/history_meetings', { config: { operation: 'report.history' } }, async (request) => {
    const { reportLagSeconds } = reporting(request);
    const query = request.query as Record<string, string | undefined>;
    const { from, to } = daysOf(query);
    if (from === undefined) throw invalidField('from');
    if (to === undefined) throw invalidField('to');
    if (to <= from || to.getTime() - from.getTime() > MAX_RANGE_MS) {
      throw new Refusal(400, 300, 'The time range must not exceed one month.');
    }
    const byEnd = query.date_type === 'end_time';
    const rows = [...world.meetings.values()]
      .filter((meeting) => meeting.account === accountOf(request))
      .flatMap((meeting) => meeting.instances.map((instance) => ({ meeting, instance })))
      .filter(({ instance }) => endedFor(instance, reportLagSeconds, world.now()))
      .filter(({ instance: { startedAt, endedAt = startedAt } }) => {
        const at = byEnd ? endedAt : startedAt;
        return at >= from && at < to;
      })
      .filter(({ meeting }) => isSearched(meeting, query.search_key))
      .map(({ meeting, instance }) => historyRow(world, meeting, instance));
    const list = `history ${query.from} ${query.to} ${String(byEnd)} ${query.search_key ?? ''}`;
    const { items, next_page_token, page_size } = pageOf(world, list, rows, query);
    return { next_page_token, page_size, history_meetings: items };
  });

  app.get<{ Params: { meetingId: string } }>(
    '/v2/report/meetings/:meetingId/participants',
    { config: { operation: 'report.participants' } },
    async (request) => {
      const { reportLagSeconds } = reporting(request);
      const { instance } = getInstance(world, accountOf(request), request.params.meetingId);
      if (instance.endedAt === undefined) throw meetingMissing(request.params.meetingId);
      if (world.now().getTime() - instance.endedAt.getTime() > REACH_MS) {
        throw new Refusal(400, 12702, 'Can not access meeting a year ago.');
      }
      const isProcessed = endedFor(instance, reportLagSeconds, world.now());
      const rows = participantRows(instance, isProcessed);
      const { items, ...page } = pageOf(world, `participants ${instance.uuid}`, rows, request.query);
      return { ...page, participants: items };
    },
  );
}

function historyRow(world: World, meeting: Meeting, instance: Instance): JsonObject {
  const end = instance.endedAt ?? instance.startedAt;
  const host = getUser(world, meeting.account, meeting.hostId);
  const visits = instance.people.flatMap((person) => person.visits);
  const inMeeting = visits.filter(({ status }) => status === 'in_meeting');
  return {
    meeting_uuid: instance.uuid,
    meeting_id: meeting.id,
    type: 'Meeting',
    host_display_name: `${host.firstName} ${host.lastName}`,
    host_email: hostEmail(world, meeting),
    start_time: zoomTime(instance.startedAt),
    end_time: zoomTime(end),
    topic: meeting.written.stored.topic ?? '',
    participants: instance.people.filter((person) => person.visits.some(isStay)).length,
    duration: minutesOf(instance, end),
    total_participant_minutes: Math.ceil(inMeeting.reduce((sum, visit) => sum + secondsOf(visit), 0) / 60),
    create_time: zoomTime(meeting.createdAt),
    source: 'Zoom',
    feature_used: {
      record_to_cloud: instance.recordings.some(({ mode }) => mode === 'cloud'),
      record_to_computer: instance.recordings.some(({ mode }) => mode === 'local'),
      meeting_summary: instance.summary !== 'none',
      live_transcription: instance.transcript !== 'none',
      waiting_room: visits.some(({ status }) => status === 'in_waiting_room'),
      screen_sharing: false,
      remote_control: false,
      file_sharing: false,
      in_meeting_chat: false,
      breakout_room: false,
      telephone_usage: false,
    },
  };
}

const isStay = ({ status }: Visit): boolean => status === 'in_meeting';

const secondsOf = ({ from, to = from }: Visit): number => Math.round((to.getTime() - from.getTime()) / 1_000);

const isSearched = ({ id, written }: Meeting, key: string | undefined): boolean =>
  key === undefined || key === '' || String(id) === key || textAt(written.stored, 'topic').includes(key);

/**
 * A row for each stay and each wait. Nobody is listed where there was only one person; a duration of 0 means that
 * Zoom has not processed the meeting yet; guests have neither e-mail nor id.
 */
function participantRows(instance: Instance, isProcessed: boolean): JsonObject[] {
  const came = instance.people.filter(({ visits }) => visits.length > 0);
  if (came.length < 2) return [];
  return came.flatMap((person) =>
    person.visits.map((visit) => ({
      id: person.accountUserId ?? '',
      user_id: person.userId,
      participant_user_id: person.accountUserId ?? '',
      name: person.name,
      user_email: person.accountUserId === undefined ? '' : person.email,
      join_time: zoomTime(visit.from),
      leave_time: zoomTime(visit.to ?? instance.endedAt ?? visit.from),
      duration: isProcessed ? secondsOf(visit) : 0,
      status: visit.status,
      failover: false,
    })),
  );
}
