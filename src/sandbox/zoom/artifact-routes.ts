import type { FastifyInstance } from 'fastify';
import { accountOf } from './access.ts';
import { fileId, recordingFiles, summaryOf } from './artifacts.ts';
import { endedFor, getInstance, minutesOf } from './instances.ts';
import { invalidField, recordingMissing, Refusal } from './refusal.ts';
import { hostEmail, runningObject, type Webhooks } from './webhooks.ts';
import { getAccount, zoomTime, type World } from './world.ts';

type WithMeeting = { Params: { meetingId: string } };

/** Adds the reads and deletions of what a meeting leaves behind: cloud recordings, transcript, AI summary. */
export function addArtifactRoutes(app: FastifyInstance, world: World, webhooks: Webhooks): void {
  const listed = (accountId: string, key: string) => {
    const { meeting, instance } = getInstance(world, accountId, key, recordingMissing);
    const { recordingLagSeconds } = getAccount(world, accountId);
    // Zoom says the same whether there is none or it is still being processed.
    const isListed = endedFor(instance, recordingLagSeconds, world.now()) && !instance.cloudFilesDeleted;
    const files = isListed ? recordingFiles(world, meeting, instance) : [];
    if (files.length === 0) throw recordingMissing();
    return { meeting, instance, files };
  };

  const recordings = '/v2/meetings/:meetingId/recordings';
  app.get<WithMeeting>(recordings, { config: { operation: 'recording.list' } }, async (request) => {
    const { meeting, instance, files } = listed(accountOf(request), request.params.meetingId);
    const { topic, start_time } = runningObject(meeting, instance, meeting.id);
    return {
      uuid: instance.uuid,
      id: meeting.id,
      account_id: meeting.account,
      host_id: meeting.hostId,
      topic,
      type: String(Number(meeting.written.stored.type)),
      start_time,
      duration: minutesOf(instance, world.now()),
      total_size: files.reduce((sum, file) => sum + Number(file.file_size), 0),
      recording_count: files.length,
      recording_files: files,
    };
  });

  app.delete<WithMeeting>(
    recordings,
    { config: { operation: 'recording.delete' } },
    async (request, reply) => {
      const { action = 'trash' } = request.query as { action?: string };
      if (action !== 'trash' && action !== 'delete') throw invalidField('action');
      const { meeting, instance, files } = listed(accountOf(request), request.params.meetingId);
      instance.cloudFilesDeleted = true;
      webhooks.send(meeting.account, action === 'trash' ? 'recording.trashed' : 'recording.deleted', {
        operator: hostEmail(world, meeting),
        operator_id: meeting.hostId,
        object: {
          ...runningObject(meeting, instance, meeting.id),
          account_id: meeting.account,
          share_url: `${getAccount(world, meeting.account).joinOrigin}/rec/share/${fileId(instance, 'share')}`,
          total_size: files.reduce((sum, file) => sum + Number(file.file_size), 0),
          recording_count: files.length,
          recording_files: files,
        },
      });
      return reply.code(204).send();
    },
  );

  // What Zoom answers where there is no transcript or no summary is not documented in the specs at hand: 404 with
  // the codes that the neighbouring operations use.
  const transcriptMissing = () => new Refusal(404, 3322, 'Meeting transcript does not exist.');
  const transcript = '/v2/meetings/:meetingId/transcript';
  const withTranscript = (accountId: string, key: string) => {
    const found = getInstance(world, accountId, key, transcriptMissing);
    if (found.instance.transcript !== 'made' || found.instance.endedAt === undefined)
      throw transcriptMissing();
    return found;
  };
  app.get<WithMeeting>(transcript, { config: { operation: 'transcript.get' } }, async (request) => {
    const { meeting, instance } = withTranscript(accountOf(request), request.params.meetingId);
    return {
      meeting_id: instance.uuid,
      account_id: meeting.account,
      meeting_topic: meeting.written.stored.topic,
      host_id: meeting.hostId,
      transcript_created_time: zoomTime(instance.endedAt ?? instance.startedAt),
      can_download: true,
      auto_delete: false,
      download_url: `${getAccount(world, meeting.account).joinOrigin}/rec/meeting/transcript/download/${fileId(instance, 'transcript')}`,
    };
  });
  app.delete<WithMeeting>(
    transcript,
    { config: { operation: 'transcript.delete' } },
    async (request, reply) => {
      withTranscript(accountOf(request), request.params.meetingId).instance.transcript = 'deleted';
      return reply.code(204).send();
    },
  );

  const summary = '/v2/meetings/:meetingId/meeting_summary';
  const summaryMissing = (key: string) => new Refusal(404, 3001, `Meeting summary does not exist: ${key}.`);
  const withSummary = (accountId: string, key: string) => {
    const found = getInstance(world, accountId, key, summaryMissing);
    if (found.instance.summary !== 'made') throw summaryMissing(key);
    return found;
  };
  app.get<WithMeeting>(summary, { config: { operation: 'summary.get' } }, async (request) => {
    const { meeting, instance } = withSummary(accountOf(request), request.params.meetingId);
    return summaryOf(world, meeting, instance);
  });
  app.delete<WithMeeting>(summary, { config: { operation: 'summary.delete' } }, async (request, reply) => {
    withSummary(accountOf(request), request.params.meetingId).instance.summary = 'deleted';
    return reply.code(204).send();
  });
}
