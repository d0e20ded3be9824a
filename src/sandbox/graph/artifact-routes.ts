import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JsonObject } from '../shared/paths.ts';
import { organizerOf, requireRole, tenantOf } from './access.ts';
import { minutesAfter, timestamp } from './clock.ts';
import { page } from './collection.ts';
import { GraphError } from './errors.ts';
import { getMeeting } from './meeting.ts';
import type { Artifact, Meeting, Tenant, World } from './world.ts';

const PAGE_SIZE = 100;

interface Call {
  Params: { oid: string; id: string };
}

/** What a call leaves behind: recordings, transcripts, attendance reports. */
export function registerArtifacts(vendor: FastifyInstance, world: World): void {
  const enter = (request: FastifyRequest, role: string): { tenant: Tenant; meeting: Meeting } => {
    const tenant = tenantOf(world, request);
    requireRole(tenant, 'teams', [role]);
    const { oid, id } = request.params as Call['Params'];
    return { tenant, meeting: getMeeting(world, tenant, organizerOf(tenant, oid).oid, id) };
  };
  const available = (tenant: Tenant, artifact: Artifact): boolean =>
    world.now() >= minutesAfter(artifact.endedAt, tenant.config.artifactLagMinutes);

  const meeting = '/v1.0/users/:oid/onlineMeetings/:id';

  vendor.get<Call>(`${meeting}/recordings`, { config: { operation: 'recording.list' } }, async (request) => {
    const found = enter(request, 'OnlineMeetingRecording.Read.All');
    requireCalendar(found.meeting);
    const ready = found.meeting.recordings.filter((artifact) => available(found.tenant, artifact));
    return page(
      request,
      ready.map((artifact) => present(found.meeting, artifact, 'recording')),
      PAGE_SIZE,
    );
  });

  vendor.get<Call>(
    `${meeting}/transcripts`,
    { config: { operation: 'transcript.list' } },
    async (request) => {
      const found = enter(request, 'OnlineMeetingTranscript.Read.All');
      if (!found.tenant.config.transcriptAccess) {
        const message = 'Access to transcripts through Graph is disabled in this tenant.';
        throw new GraphError(403, 'Forbidden', message, 'GraphAccessToTranscriptsDisabled');
      }
      requireCalendar(found.meeting);
      const ready = found.meeting.transcripts.filter((artifact) => available(found.tenant, artifact));
      return page(
        request,
        ready.map((artifact) => present(found.meeting, artifact, 'transcript')),
        PAGE_SIZE,
      );
    },
  );

  vendor.get<Call>(
    `${meeting}/attendanceReports`,
    { config: { operation: 'attendance.list' } },
    async (request) => {
      const { attendanceReports } = enter(request, 'OnlineMeetingArtifact.Read.All').meeting;
      const value = attendanceReports.map((report) => ({
        id: report.id,
        totalParticipantCount: report.participants,
        meetingStartDateTime: timestamp(report.startedAt),
        meetingEndDateTime: timestamp(report.endedAt),
      }));
      return page(request, value, PAGE_SIZE);
    },
  );
}

/** The message is the one that was reported; its status and code were not. */
function requireCalendar(meeting: Meeting): void {
  if (meeting.iCalUId !== undefined) return;
  const message =
    'No iCalUid found for the meeting. This API is supported only for calendar backed OnlineMeeting.';
  throw new GraphError(400, 'BadRequest', message);
}

function present(meeting: Meeting, artifact: Artifact, kind: 'recording' | 'transcript'): JsonObject {
  const address = `https://graph.microsoft.com/v1.0/users/${meeting.organizer}/onlineMeetings/${meeting.id}`;
  return {
    id: artifact.id,
    meetingId: meeting.id,
    callId: artifact.callId,
    contentCorrelationId: artifact.callId,
    meetingOrganizer: { application: null, device: null, user: { id: meeting.organizer, displayName: null } },
    createdDateTime: timestamp(artifact.createdAt),
    endDateTime: timestamp(artifact.endedAt),
    [`${kind}ContentUrl`]: `${address}/${kind}s/${artifact.id}/content`,
  };
}
