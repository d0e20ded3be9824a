import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountOf } from './access.ts';
import { parseBody } from './meeting-write.ts';
import { invalidField, meetingMissing, Refusal } from './refusal.ts';
import {
  endRunning,
  letOut,
  mayRecord,
  startRecording,
  startSummary,
  stopRecording,
  stopSummary,
} from './running.ts';
import { sendLifecycle, type Webhooks } from './webhooks.ts';
import { getMeeting, liveInstance, type World } from './world.ts';

type WithMeeting = { Params: { meetingId: string } };

const StatusBody = z.object({ action: z.enum(['end', 'recover']) });

const EventBody = z.object({
  method: z.enum([
    'recording.start',
    'recording.stop',
    'recording.pause',
    'recording.resume',
    'participant.invite',
    'participant.invite.callout',
    'participant.invite.room_system_callout',
    'participant.remove',
    'waiting_room.update',
    'ai_companion.start',
    'ai_companion.stop',
    'ai_companion.disable',
  ]),
  params: z
    .object({ participant_uuid: z.string(), delete_meeting_assets: z.boolean() })
    .partial()
    .default({}),
});

/** Adds what acts on a running meeting. Admitting, locking and seeing who is there are not in Zoom's REST API. */
export function addLiveRoutes(app: FastifyInstance, world: World, webhooks: Webhooks): void {
  app.put<WithMeeting>(
    '/v2/meetings/:meetingId/status',
    { config: { operation: 'meeting.status' } },
    async (request, reply) => {
      const { action } = parseBody(StatusBody, request.body);
      if (action === 'recover') {
        const meeting = world.meetings.get(Number(request.params.meetingId));
        if (meeting?.account !== accountOf(request) || !meeting.deleted) {
          throw meetingMissing(request.params.meetingId);
        }
        meeting.deleted = false;
        sendLifecycle(world, webhooks, meeting, { event: 'recovered' });
        return reply.code(204).send();
      }
      const meeting = getMeeting(world, accountOf(request), request.params.meetingId);
      const instance = liveInstance(meeting);
      if (instance === undefined) throw new Refusal(400, 3000, 'Cannot access meeting info.');
      endRunning({ world, webhooks, meeting, instance });
      return reply.code(204).send();
    },
  );

  app.patch<WithMeeting>(
    '/v2/live_meetings/:meetingId/events',
    { config: { operation: 'meeting.events' } },
    async (request, reply) => {
      const { method, params } = EventBody.parse(parseBody(EventBody, request.body));
      const meeting = getMeeting(world, accountOf(request), request.params.meetingId);
      const instance = liveInstance(meeting);
      if (instance === undefined) throw new Refusal(400, 300, 'Meeting does not exist.');
      const running = { world, webhooks, meeting, instance };
      switch (method) {
        case 'recording.start':
          if (!mayRecord(running, 'cloud')) throw new Refusal(400, 300, 'No permission.');
          startRecording(running, 'cloud');
          break;
        case 'recording.stop':
          stopRecording(running, 'cloud');
          break;
        case 'participant.remove': {
          const person = instance.people.find((each) => each.participantUuid === params.participant_uuid);
          if (person === undefined) throw invalidField('params.participant_uuid');
          letOut(running, person, 'Host removed the participant.');
          break;
        }
        case 'ai_companion.start':
          startSummary(running);
          break;
        case 'ai_companion.stop':
        case 'ai_companion.disable':
          stopSummary(running, params.delete_meeting_assets !== true);
          break;
        default:
          // Invitations, pauses and the waiting room's wording change nothing that the sandbox shows.
          break;
      }
      // Accepted is all that Zoom says: whether it happened is seen only in the webhook that follows.
      return reply.code(202).send();
    },
  );
}
