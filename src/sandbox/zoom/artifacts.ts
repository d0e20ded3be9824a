import { createHash } from 'node:crypto';
import { readPath, textAt, type JsonObject } from '../shared/paths.ts';
import { hostSettings } from './settings.ts';
import { hostEmail } from './webhooks.ts';
import { getAccount, getUser, zoomTime, type Instance, type Meeting, type World } from './world.ts';

/** The id of one file of a running, the same every time. */
export const fileId = (instance: Instance, name: string): string =>
  createHash('sha256').update(`${instance.uuid} ${name}`).digest('hex').slice(0, 32);

/** The cloud recording's files, a set for each start and stop; none while the meeting runs. */
export function recordingFiles(world: World, meeting: Meeting, instance: Instance): JsonObject[] {
  const account = getAccount(world, meeting.account);
  const settings = hostSettings(account, getUser(world, meeting.account, meeting.hostId));
  const kinds = [['MP4', 'MP4', 'shared_screen_with_speaker_view', 10_485_760]] as [
    string,
    string,
    string,
    number,
  ][];
  if (readPath(settings, 'recording.record_audio_file') === true)
    kinds.push(['M4A', 'M4A', 'audio_only', 1_048_576]);
  if (instance.transcript === 'made' && readPath(settings, 'recording.recording_audio_transcript') === true) {
    kinds.push(['TRANSCRIPT', 'VTT', 'audio_transcript', 4_096]);
  }
  return instance.recordings
    .filter(({ mode }) => mode === 'cloud')
    .flatMap(({ from, to }, index) =>
      kinds.map(([file_type, file_extension, recording_type, file_size]) => {
        const id = fileId(instance, `${index} ${file_type}`);
        return {
          id,
          meeting_id: instance.uuid,
          recording_start: zoomTime(from),
          recording_end: zoomTime(to ?? from),
          file_type,
          file_extension,
          file_size,
          recording_type,
          status: 'completed',
          play_url: `${account.joinOrigin}/rec/play/${id}`,
          download_url: `${account.joinOrigin}/rec/download/${id}`,
        };
      }),
    );
}

/** The AI summary, as its read and its webhook show it. */
export function summaryOf(world: World, meeting: Meeting, instance: Instance): JsonObject {
  const end = zoomTime(instance.endedAt ?? world.now());
  const start = zoomTime(instance.startedAt);
  return {
    meeting_host_id: meeting.hostId,
    meeting_host_email: hostEmail(world, meeting),
    meeting_uuid: instance.uuid,
    meeting_id: meeting.id,
    meeting_topic: textAt(meeting.written.stored, 'topic'),
    meeting_start_time: start,
    meeting_end_time: end,
    summary_start_time: start,
    summary_end_time: end,
    summary_created_time: end,
    summary_last_modified_time: end,
    summary_title: `Meeting summary for ${textAt(meeting.written.stored, 'topic')}`,
    summary_overview: 'What was said in the meeting.',
    summary_details: [{ label: 'Topic', summary: 'What was said about it.' }],
    next_steps: [],
    summary_content: 'What was said in the meeting.',
  };
}
