import { randomUUID } from 'node:crypto';
import { readPath, type JsonObject } from '../shared/paths.ts';
import { AdminRefusal } from '../shared/admin.ts';
import { recordingFiles, summaryOf } from './artifacts.ts';
import { hostSettings } from './settings.ts';
import { hostEmail, runningObject, sendPresence, type Webhooks } from './webhooks.ts';
import {
  getAccount,
  getUser,
  liveInstance,
  zoomTime,
  type Instance,
  type Meeting,
  type Person,
  type Recording,
  type World,
} from './world.ts';

/** A meeting that runs, and what acts on it need. */
export interface Running {
  world: World;
  webhooks: Webhooks;
  meeting: Meeting;
  instance: Instance;
}

/** How the meeting really behaves, which is not always what its settings read back. */
export const behaves = (meeting: Meeting, path: string): unknown => readPath(meeting.written.effective, path);

export const settingsOfHost = (world: World, meeting: Meeting): JsonObject =>
  hostSettings(getAccount(world, meeting.account), getUser(world, meeting.account, meeting.hostId));

/** Starts a new running of the meeting, with a uuid of its own, and what starts by itself. */
export function startRunning(world: World, webhooks: Webhooks, meeting: Meeting): Running {
  const instance: Instance = {
    uuid: world.nextUuid(),
    startedAt: world.now(),
    people: [],
    locked: false,
    recordings: [],
    cloudFilesDeleted: false,
    summary: 'none',
    transcript: 'none',
  };
  meeting.uuid = instance.uuid;
  meeting.instances.push(instance);
  const running = { world, webhooks, meeting, instance };
  webhooks.send(meeting.account, 'meeting.started', {
    object: runningObject(meeting, instance, String(meeting.id)),
  });

  const automatic = behaves(meeting, 'settings.auto_recording');
  if ((automatic === 'cloud' || automatic === 'local') && mayRecord(running, automatic)) {
    startRecording(running, automatic);
  }
  const companion = 'in_meeting.meeting_summary_with_ai_companion.enable';
  const isEncrypted = behaves(meeting, 'settings.encryption_type') === 'e2ee';
  const summarises = behaves(meeting, 'settings.auto_start_meeting_summary') === true && !isEncrypted;
  if (summarises && readPath(settingsOfHost(world, meeting), companion) === true) startSummary(running);
  return running;
}

/** Whether recording is possible at all: the host's settings allow it, and end-to-end encryption keeps the cloud out. */
export function mayRecord({ world, meeting }: Running, mode: Recording['mode']): boolean {
  const settings = settingsOfHost(world, meeting);
  if (mode === 'local') return readPath(settings, 'recording.local_recording') === true;
  return (
    readPath(settings, 'recording.cloud_recording') === true &&
    getAccount(world, meeting.account).plan !== 'basic' &&
    behaves(meeting, 'settings.encryption_type') !== 'e2ee'
  );
}

/** Starts a recording; a second one of the same kind changes nothing. Zoom tells of cloud recordings only. */
export function startRecording(running: Running, mode: Recording['mode']): void {
  const { world, meeting, instance } = running;
  if (going(instance, mode) !== undefined) return;
  const recording: Recording = { mode, from: world.now() };
  instance.recordings.push(recording);
  if (mode === 'local') return;
  if (readPath(settingsOfHost(world, meeting), 'recording.recording_audio_transcript') === true) {
    instance.transcript = 'made';
  }
  sendRecording(running, 'recording.started', recording);
}

/** Stops a recording; where none runs, nothing changes. */
export function stopRecording(running: Running, mode: Recording['mode']): void {
  const recording = going(running.instance, mode);
  if (recording === undefined) return;
  recording.to = running.world.now();
  if (mode === 'cloud') sendRecording(running, 'recording.stopped', recording);
}

const going = ({ recordings }: Instance, mode: Recording['mode']): Recording | undefined =>
  recordings.find((each) => each.mode === mode && each.to === undefined);

function sendRecording(
  { webhooks, meeting, instance }: Running,
  event: string,
  { from, to }: Recording,
): void {
  webhooks.send(meeting.account, event, {
    object: {
      ...runningObject(meeting, instance, meeting.id),
      recording_file: {
        recording_start: zoomTime(from),
        recording_end: to === undefined ? '' : zoomTime(to),
      },
    },
  });
}

export function startSummary({ webhooks, meeting, instance }: Running): void {
  if (instance.summary === 'running') return;
  instance.summary = 'running';
  sendCompanion(webhooks, meeting, instance, 'started');
}

/** Stops AI Companion; with `isKept` false, what it made so far is deleted. */
export function stopSummary({ webhooks, meeting, instance }: Running, isKept: boolean): void {
  if (instance.summary !== 'running') return;
  instance.summary = isKept ? 'made' : 'deleted';
  sendCompanion(webhooks, meeting, instance, 'stopped');
  if (!isKept) sendCompanion(webhooks, meeting, instance, 'assets_deleted');
}

function sendCompanion(webhooks: Webhooks, meeting: Meeting, instance: Instance, what: string): void {
  webhooks.send(meeting.account, `meeting.ai_companion_${what}`, {
    object: {
      meeting_number: meeting.id,
      meeting_uuid: instance.uuid,
      host_id: meeting.hostId,
      ai_companion: { summary: true },
    },
  });
}

/** Lets somebody in, out of the waiting room if need be. */
export function letIn({ world, webhooks, meeting, instance }: Running, person: Person): void {
  if (person.state === 'in') return;
  const at = world.now();
  if (person.state === 'waiting') {
    endVisit(person, at);
    sendPresence(webhooks, meeting, instance, person, 'participant_admitted', { date_time: zoomTime(at) });
  }
  person.state = 'in';
  person.visits.push({ status: 'in_meeting', from: at });
  sendPresence(webhooks, meeting, instance, person, 'participant_joined', { join_time: zoomTime(at) });
}

/** Puts somebody into the waiting room. */
export function hold({ world, webhooks, meeting, instance }: Running, person: Person): void {
  person.state = 'waiting';
  person.visits.push({ status: 'in_waiting_room', from: world.now() });
  const time = { date_time: zoomTime(world.now()) };
  sendPresence(webhooks, meeting, instance, person, 'participant_joined_waiting_room', time);
}

/** Somebody leaves the meeting or the waiting room, by themselves or because they are sent away. */
export function letOut(
  { world, webhooks, meeting, instance }: Running,
  person: Person,
  reason: string,
): void {
  const { state } = person;
  const at = zoomTime(world.now());
  if (state !== 'in' && state !== 'waiting') return;
  endVisit(person, world.now());
  person.state = 'left';
  if (state === 'in') {
    const time = { leave_time: at, leave_reason: reason };
    sendPresence(webhooks, meeting, instance, person, 'participant_left', time);
  } else
    sendPresence(webhooks, meeting, instance, person, 'participant_left_waiting_room', { date_time: at });
}

function endVisit(person: Person, at: Date): void {
  const visit = person.visits.at(-1);
  if (visit !== undefined) visit.to ??= at;
}

/** Ends the running: everybody leaves, recordings stop and are processed, the summary is written. */
export function endRunning(running: Running): void {
  const { world, webhooks, meeting, instance } = running;
  for (const person of instance.people) letOut(running, person, `${person.name} left the meeting.`);
  stopRecording(running, 'cloud');
  stopRecording(running, 'local');
  stopSummary(running, true);
  instance.endedAt = world.now();
  meeting.uuid = world.nextUuid();
  webhooks.send(meeting.account, 'meeting.ended', {
    object: { ...runningObject(meeting, instance, String(meeting.id)), end_time: zoomTime(instance.endedAt) },
  });
  sendCompleted(running);
  if (instance.summary === 'made') {
    webhooks.send(meeting.account, 'meeting.summary_completed', {
      object: summaryOf(world, meeting, instance),
    });
  }
}

function sendCompleted({ world, webhooks, meeting, instance }: Running): void {
  const files = recordingFiles(world, meeting, instance);
  if (files.length === 0) return;
  const token = { download_token: randomUUID() };
  const tell = (event: string, recording_files: JsonObject[]) =>
    webhooks.send(
      meeting.account,
      event,
      {
        object: {
          ...runningObject(meeting, instance, meeting.id),
          account_id: meeting.account,
          host_email: hostEmail(world, meeting),
          password: '',
          share_url: `${getAccount(world, meeting.account).joinOrigin}/rec/share/${randomUUID()}`,
          total_size: recording_files.reduce((sum, file) => sum + Number(file.file_size), 0),
          recording_count: recording_files.length,
          recording_files,
        },
      },
      token,
    );
  const isTranscript = (file: JsonObject) => file.file_type === 'TRANSCRIPT';
  tell(
    'recording.completed',
    files.filter((file) => !isTranscript(file)),
  );
  const transcripts = files.filter(isTranscript);
  if (transcripts.length > 0) tell('recording.transcript_completed', transcripts);
}

/** The running that is going on. @throws AdminRefusal 409 where nobody has started it. */
export function getRunning(world: World, webhooks: Webhooks, meeting: Meeting): Running {
  const instance = liveInstance(meeting);
  if (instance === undefined) throw new AdminRefusal(409, 'the meeting is not running');
  return { world, webhooks, meeting, instance };
}
