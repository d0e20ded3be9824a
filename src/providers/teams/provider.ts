import { z } from 'zod';
import {
  defineProvider,
  type ClientWith,
  type ConnectionConfig,
  type MeetingRef,
  type ProviderContext,
} from '../../domain/provider.ts';
import { bodyOf } from '../../domain/plan/wire.ts';
import { providerError } from '../shared/vendor-failure.ts';
import { listArtifacts } from './artifacts.ts';
import { readAssignedPolicy } from './assigned-policy.ts';
import { prepare } from './certificate.ts';
import { declaration } from './declaration.ts';
import { createGraph, type Graph } from './graph.ts';
import { hostStart } from './host-start.ts';
import {
  CALENDARS,
  changeEvent,
  changeMeeting,
  eventPath,
  MEETINGS,
  meetingPath,
  provisionInCalendar,
  provisionStandalone,
  readRef,
  removeEvent,
  removeMeeting,
  slotsOf,
} from './meeting.ts';
import { observationOf } from './observation.ts';
import { postureOf } from './posture.ts';
import { microsoft, TeamsCredentials, TeamsGiven, TeamsSettings } from './settings.ts';
import { findStrays } from './strays.ts';
import { verify } from './verification.ts';

/** The live acts that Graph v1.0 has. It has none to end a meeting for everyone, to admit from the lobby or to lock. */
const acts = ['hostLink', 'listArtifacts'] as const;

/** Microsoft Teams, by Microsoft Graph v1.0 with an app's own permissions. */
export const teams = defineProvider({
  declaration,
  acts,
  settings: TeamsSettings,
  given: TeamsGiven,
  credentials: TeamsCredentials,
  prepare,
  // Graph's limits are counted by app and tenant.
  accountOf: ({ credentials }) => `${credentials.tenantId}/${credentials.clientId}`.toLowerCase(),
  vendorOrigins: [microsoft.authUrl, microsoft.graphUrl],
  originsOf: ({ authUrl, graphUrl }) => [...new Set([authUrl, graphUrl].map((url) => new URL(url).origin))],
  identity: {
    schema: z.string().trim().toLowerCase().pipe(z.guid()),
    says: 'The person’s Object ID in Microsoft Entra (Users > the person > Object ID), not the e-mail address.',
  },
  connect,
});

function connect(
  connection: ConnectionConfig<TeamsSettings, TeamsCredentials>,
  context: ProviderContext,
): ClientWith<(typeof acts)[number]> {
  const graph = createGraph(connection, context);
  return {
    // With a token of its own: one that is kept says nothing of the credentials as they are now.
    verify: (organiser) =>
      verify(createGraph(connection, context), connection.credentials, organiser, context.now()),
    readPosture: async (organiser) =>
      postureOf((await readAssignedPolicy(graph, organiser)).reading, context.now()),
    provision: (plan, intent) =>
      plan.backing === 'standalone'
        ? provisionStandalone(graph, plan, intent)
        : provisionInCalendar(graph, plan, intent),
    observe: async (ref, plan, intent) => {
      const answers = await readMeeting(graph, ref, intent.organiser);
      return observationOf(answers, plan, slotsOf(intent), context.now());
    },
    revise: async (ref, plan, intent) => {
      const { meetingId, eventId } = readRef(ref);
      if (meetingId === undefined) throw gone();
      if (eventId !== undefined) {
        await changeEvent(graph, intent.organiser, eventId, bodyOf(plan.wire, 'event', slotsOf(intent)));
      }
      await changeMeeting(graph, intent.organiser, meetingId, bodyOf(plan.wire, 'meeting', slotsOf(intent)));
      return { joinUrlWithPasscode: null };
    },
    retire: async (ref, { organiser }) => {
      const { meetingId, eventId } = readRef(ref);
      if (eventId !== undefined) await removeEvent(graph, organiser, eventId);
      if (meetingId !== undefined) await removeMeeting(graph, organiser, meetingId);
    },
    hostLink: async (ref, starter) =>
      hostStart(await readOnlineMeeting(graph, ref, starter.organiser), starter),
    findStrays: (intent, window) => findStrays(graph, intent, window),
    listArtifacts: (ref, { organiser }) => listArtifacts(graph, organiser, readRef(ref)),
  };
}

async function readOnlineMeeting(graph: Graph, ref: MeetingRef, organiser: string) {
  const { meetingId } = readRef(ref);
  if (meetingId === undefined) throw gone();
  return graph.call({ method: 'GET', path: meetingPath(organiser, meetingId), permission: MEETINGS });
}

async function readMeeting(graph: Graph, ref: MeetingRef, organiser: string) {
  const { eventId } = readRef(ref);
  const meeting = await readOnlineMeeting(graph, ref, organiser);
  if (eventId === undefined) return { meeting, event: undefined };
  const event = await graph.call({
    method: 'GET',
    path: eventPath(organiser, eventId),
    permission: CALENDARS,
  });
  return { meeting, event };
}

const gone = () => providerError('NOT_FOUND', 'The meeting of this event is not known.');
