import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mergeDeep } from '../shared/paths.ts';
import { doorFor, effectiveSettings, mayAdmit, meetingPolicy } from './effective.ts';
import { organizerUser } from './meeting.ts';
import { notifyArtifact, notifyCall } from './notifications.ts';
import type { Artifact, Call, Meeting, Person, World } from './world.ts';

const SimulatedPerson = z
  .strictObject({
    id: z.string().min(1).optional().describe('Absent: the name.'),
    name: z.string().min(1).default('Guest'),
    kind: z
      .enum(['organizer', 'coorganizer', 'organization', 'guest', 'federated', 'anonymous', 'dial-in'])
      .default('anonymous'),
    upn: z.string().optional(),
  })
  .transform((person): Person => ({ ...person, id: person.id ?? person.name }));

/** One thing that somebody does at a meeting. `by` is the id of a person who is inside; absent: the organiser. */
export const PeopleAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['start', 'end']) }),
  z.strictObject({ action: z.enum(['knock', 'join', 'leave']), person: SimulatedPerson }),
  z.strictObject({ action: z.enum(['admit', 'deny']), person: SimulatedPerson, by: z.string().optional() }),
  z.strictObject({ action: z.enum(['lock', 'unlock']) }),
  z.strictObject({ action: z.enum(['record-start', 'record-stop', 'transcribe-start', 'transcribe-stop']) }),
]);
export type PeopleAction = z.infer<typeof PeopleAction>;

/** Where it left the meeting; `refused` when the meeting does not let it happen. */
export type Outcome = 'in' | 'waiting' | 'left' | 'done' | 'refused';

/** Acts out what a person does, and queues the notifications that come of it. */
export function actOut(world: World, meeting: Meeting, act: PeopleAction): Outcome {
  switch (act.action) {
    case 'start':
      return arrive(world, meeting, organizerPerson(world, meeting));
    // Knocking and joining are the same attempt: the meeting, not the person, decides whether there is a wait.
    case 'knock':
    case 'join':
      return arrive(world, meeting, act.person);
    case 'admit':
    case 'deny':
      return decide(world, meeting, act);
    case 'leave':
      return leave(world, meeting, act.person.id);
    case 'lock':
    case 'unlock':
      if (meeting.call === undefined) return 'refused';
      meeting.call.locked = act.action === 'lock';
      return 'done';
    case 'end':
      return meeting.call === undefined ? 'refused' : end(world, meeting, meeting.call);
    default:
      return capture(world, meeting, act.action);
  }
}

function arrive(world: World, meeting: Meeting, person: Person): Outcome {
  meeting.denied.delete(person.id);
  const door = doorFor(world, meeting, person);
  if (door === 'refused') return 'refused';
  if (door === 'in') {
    enter(world, meeting, person);
    return 'in';
  }
  meeting.waiting.set(person.id, person);
  if (meeting.call !== undefined) notifyCall(world, meeting, meeting.call);
  return 'waiting';
}

function enter(world: World, meeting: Meeting, person: Person): void {
  const starting = meeting.call === undefined;
  const call = meeting.call ?? startCall(world, meeting);
  meeting.waiting.delete(person.id);
  call.inside.set(person.id, person);
  call.attended.add(person.id);
  notifyCall(world, meeting, call);
  if (!starting) return;
  // Those who waited only for the meeting to start come in now.
  for (const waiting of [...meeting.waiting.values()]) {
    if (doorFor(world, meeting, waiting) === 'in') enter(world, meeting, waiting);
  }
}

function startCall(world: World, meeting: Meeting): Call {
  const now = world.now();
  const automatic = effectiveSettings(world, meeting).recordAutomatically === true;
  const call: Call = {
    id: randomUUID(),
    startedAt: now,
    order: world.nextOrder(),
    inside: new Map(),
    attended: new Set(),
    locked: false,
    recordingSince: automatic ? now : undefined,
    transcribingSince: undefined,
  };
  meeting.call = call;
  return call;
}

/** Somebody inside who may do so lets somebody in from the lobby, or turns them away. */
function decide(
  world: World,
  meeting: Meeting,
  { action, person: { id }, by }: Extract<PeopleAction, { action: 'admit' | 'deny' }>,
): Outcome {
  const person = meeting.waiting.get(id);
  const { call } = meeting;
  const admitter = call?.inside.get(by ?? meeting.organizer);
  if (person === undefined || admitter === undefined || !mayAdmit(world, meeting, admitter)) return 'refused';
  if (action === 'admit') {
    enter(world, meeting, person);
    return 'in';
  }
  meeting.waiting.delete(id);
  meeting.denied.add(id);
  if (call !== undefined) notifyCall(world, meeting, call);
  return 'left';
}

function leave(world: World, meeting: Meeting, personId: string): Outcome {
  const waited = meeting.waiting.delete(personId);
  const { call } = meeting;
  const wasInside = call?.inside.delete(personId) === true;
  if (!waited && !wasInside) return 'refused';
  if (call === undefined) return 'left';
  if (call.inside.size === 0) end(world, meeting, call);
  else notifyCall(world, meeting, call);
  return 'left';
}

function end(world: World, meeting: Meeting, call: Call): Outcome {
  for (const kind of ['callRecording', 'callTranscript'] as const) finish(world, meeting, call, kind);
  meeting.call = undefined;
  meeting.waiting.clear();
  meeting.effective = mergeDeep(meeting.effective, meeting.afterCall);
  meeting.afterCall = {};
  if (meetingPolicy(world, meeting)?.AllowEngagementReport !== 'Disabled') {
    meeting.attendanceReports.push({
      id: randomUUID(),
      startedAt: call.startedAt,
      endedAt: world.now(),
      participants: call.attended.size,
    });
  }
  notifyCall(world, meeting, call);
  return 'done';
}

type CaptureAction = 'record-start' | 'record-stop' | 'transcribe-start' | 'transcribe-stop';

function capture(world: World, meeting: Meeting, action: CaptureAction): Outcome {
  const { call } = meeting;
  if (call === undefined) return 'refused';
  const recording = action.startsWith('record');
  const kind = recording ? 'callRecording' : 'callTranscript';
  if (action.endsWith('stop')) {
    return finish(world, meeting, call, kind) ? 'done' : 'refused';
  }
  const allowed =
    effectiveSettings(world, meeting)[recording ? 'allowRecording' : 'allowTranscription'] === true;
  if (!allowed || runningSince(call, kind) !== undefined) return 'refused';
  if (recording) call.recordingSince = world.now();
  else call.transcribingSince = world.now();
  return 'done';
}

const runningSince = (call: Call, kind: 'callRecording' | 'callTranscript'): Date | undefined =>
  kind === 'callRecording' ? call.recordingSince : call.transcribingSince;

/** Ends a running recording or transcription and files what it made; false when none was running. */
function finish(
  world: World,
  meeting: Meeting,
  call: Call,
  kind: 'callRecording' | 'callTranscript',
): boolean {
  const createdAt = runningSince(call, kind);
  if (createdAt === undefined) return false;
  const id = randomBytes(60).toString('base64url');
  const artifact: Artifact = { id, callId: call.id, createdAt, endedAt: world.now() };
  if (kind === 'callRecording') {
    call.recordingSince = undefined;
    meeting.recordings.push(artifact);
  } else {
    call.transcribingSince = undefined;
    meeting.transcripts.push(artifact);
  }
  const lag = world.tenants.get(meeting.tenantId)?.config.artifactLagMinutes ?? 0;
  if (lag === 0 && meeting.iCalUId !== undefined) notifyArtifact(world, meeting, kind, id);
  return true;
}

function organizerPerson(world: World, meeting: Meeting): Person {
  const user = organizerUser(world, meeting);
  return { id: meeting.organizer, name: user?.displayName ?? 'Organiser', kind: 'organizer', upn: user?.upn };
}
