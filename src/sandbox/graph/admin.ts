import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addAdminRoutes, AdminRefusal } from '../shared/admin.ts';
import type { JsonObject } from '../shared/paths.ts';
import { GraphAccount } from './account.ts';
import { effectiveSettings } from './effective.ts';
import { changeMeeting } from './meeting.ts';
import { notifyLifecycle } from './notifications.ts';
import { actOut, PeopleAction } from './people.ts';
import type { Meeting, World } from './world.ts';

const Lifecycle = z.strictObject({
  event: z.enum(['missed', 'subscriptionRemoved', 'reauthorizationRequired']),
});
/** An account's id is its tenant id. */
const TenantId = z.guid();
const Settings = z.record(z.string(), z.json());

interface ById {
  Params: { id: string };
}

/** The sandbox's own endpoints: tenants, meetings as they really are, people, and changes made in the Teams client. */
export function registerAdmin(app: FastifyInstance, world: World): void {
  addAdminRoutes(app, (admin) => {
    admin.put<ById>('/_sandbox/accounts/:id', async (request) => {
      const id = TenantId.parse(request.params.id);
      world.tenants.set(id, { id, config: GraphAccount.parse(request.body) });
      return { id };
    });

    admin.get('/_sandbox/accounts', async () =>
      [...world.tenants.values()].map(({ id, config: { app: registration, ...rest } }) => ({
        id,
        clientId: registration.clientId,
        ...rest,
      })),
    );

    admin.get('/_sandbox/meetings', async () =>
      [...world.meetings.values()].map((meeting) => describe(world, meeting)),
    );

    admin.post<ById>('/_sandbox/meetings/:id/people', async (request, reply) => {
      const meeting = meetingOf(world, request.params.id);
      const outcome = actOut(world, meeting, PeopleAction.parse(request.body));
      await world.webhooks.settled();
      return reply
        .code(outcome === 'refused' ? 409 : 200)
        .send({ outcome, meeting: describe(world, meeting) });
    });

    admin.post<ById>('/_sandbox/meetings/:id/settings', async (request) => {
      const meeting = meetingOf(world, request.params.id);
      changeMeeting(world, meeting, Settings.parse(request.body));
      return describe(world, meeting);
    });

    admin.post<ById>('/_sandbox/subscriptions/:id/lifecycle', async (request, reply) => {
      const subscription = world.subscriptions.get(request.params.id);
      if (subscription === undefined) throw new AdminRefusal(404, 'No such subscription.');
      const { event } = Lifecycle.parse(request.body);
      notifyLifecycle(world, subscription, event);
      if (event === 'subscriptionRemoved') world.subscriptions.delete(subscription.id);
      await world.webhooks.settled();
      return reply.code(204).send();
    });

    admin.get('/_sandbox/webhooks', async () => world.webhooks.delivered());
  });
}

function meetingOf(world: World, id: string): Meeting {
  const meeting = world.meetings.get(id);
  if (meeting === undefined) throw new AdminRefusal(404, 'No such meeting.');
  return meeting;
}

function describe(world: World, meeting: Meeting): JsonObject {
  const { call } = meeting;
  return {
    id: meeting.id,
    account: meeting.tenantId,
    organizer: meeting.organizer,
    joinWebUrl: meeting.joinWebUrl,
    calendarBacked: meeting.iCalUId !== undefined,
    stored: meeting.stored,
    effective: effectiveSettings(world, meeting),
    live: call !== undefined,
    recording: call?.recordingSince !== undefined,
    transcribing: call?.transcribingSince !== undefined,
    inside: [...(call?.inside.values() ?? [])].map(({ id, name, kind }) => ({ id, name, kind })),
    waiting: [...meeting.waiting.values()].map(({ id, name, kind }) => ({ id, name, kind })),
    recordings: meeting.recordings.length,
    transcripts: meeting.transcripts.length,
  };
}
