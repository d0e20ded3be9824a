import { readPath } from '../shared/paths.ts';
import { hasArtifacts, hasAttendanceReport, policyValue } from './account.ts';
import { addFile } from './files.ts';
import {
  accountOf,
  activeConference,
  newId,
  ownerOf,
  presentPeople,
  type Artifact,
  type ArtifactKind,
  type Conference,
  type Person,
  type SandboxContext,
  type Space,
  type Unheard,
} from './state.ts';

export type Stage = Pick<SandboxContext, 'state' | 'now' | 'push'>;

/** The collection of each kind under a conference record, also its word in event types. */
export const COLLECTION: Record<ArtifactKind, string> = {
  recording: 'recordings',
  transcript: 'transcripts',
  smartNote: 'smartNotes',
};

const AUTOMATIC: Record<ArtifactKind, string> = {
  recording: 'config.artifactConfig.recordingConfig.autoRecordingGeneration',
  transcript: 'config.artifactConfig.transcriptionConfig.autoTranscriptionGeneration',
  smartNote: 'config.artifactConfig.smartNotesConfig.autoSmartNotesGeneration',
};

const KINDS: ArtifactKind[] = ['recording', 'transcript', 'smartNote'];

/** Whether two descriptions are of one person: by address if either has one, else by number and name. */
export const samePerson = (a: Person, b: Person) =>
  a.email !== undefined || b.email !== undefined
    ? a.email?.toLowerCase() === b.email?.toLowerCase()
    : a.phone === b.phone && a.name === b.name && a.browser === b.browser;

export const isKnocking = (space: Space, person: Person): boolean =>
  space.knocks.some((knock) => samePerson(knock.person, person));

/** Somebody asks to join; asking again while a request stands changes nothing. */
export function startKnocking({ now }: Pick<Stage, 'now'>, space: Space, person: Person): void {
  if (isKnocking(space, person)) return;
  space.unheard = space.unheard.filter((one) => !samePerson(one.person, person));
  space.knocks.push({ person, since: now() });
}

/** A request to join ends: by coming in, by giving up, or for nothing, which the person is told. */
export function stopKnocking(space: Space, person: Person, because?: Unheard['because']): void {
  space.knocks = space.knocks.filter((knock) => !samePerson(knock.person, person));
  space.unheard = space.unheard.filter((one) => !samePerson(one.person, person));
  if (because !== undefined) space.unheard.push({ person, because });
}

/** How the space really behaves in one thing, whatever a read of it says. */
export const effective = (space: Space, path: string) => readPath(space.written.effective, path);

/** Whether the owner's admin and edition let an artifact of this kind be made at all. */
export function artifactAllowed({ state }: Pick<Stage, 'state'>, space: Space, kind: ArtifactKind): boolean {
  const account = accountOf(state, space);
  if (!hasArtifacts(account)) return false;
  return (
    kind !== 'recording' ||
    policyValue(account, ownerOf(state, space), 'video_recording', 'enableRecording') === true
  );
}

/** Somebody is in: a new session, and a new conference if none is on. A host's coming starts what is automatic. */
export function enter(stage: Stage, space: Space, person: Person, isHost: boolean): Conference {
  const at = stage.now().toISOString();
  const conference = activeConference(stage.state, space.id) ?? begin(stage, space, at);
  stopKnocking(space, person);
  let participant = conference.participants.find((one) => samePerson(one.person, person));
  if (participant === undefined) {
    participant = { id: newId(20), person, sessions: [] };
    conference.participants.push(participant);
  }
  if (!participant.sessions.some((session) => session.endTime === undefined)) {
    const session = { id: newId(20), startTime: at };
    participant.sessions.push(session);
    const name = `conferenceRecords/${conference.id}/participants/${participant.id}/participantSessions/${session.id}`;
    stage.push.publish(space, 'participant.v2.joined', { participantSession: { name } });
  }
  if (isHost) {
    for (const kind of KINDS) {
      if (effective(space, AUTOMATIC[kind]) === 'ON' && artifactAllowed(stage, space, kind)) {
        startArtifact(stage, space, conference, kind);
      }
    }
  }
  return conference;
}

function begin(stage: Stage, space: Space, at: string): Conference {
  const conference: Conference = {
    id: newId(21),
    spaceId: space.id,
    startTime: at,
    participants: [],
    artifacts: [],
  };
  stage.state.conferences.set(conference.id, conference);
  const name = `conferenceRecords/${conference.id}`;
  stage.push.publish(space, 'conference.v2.started', { conferenceRecord: { name } });
  return conference;
}

/** Somebody goes; when nobody is left the conference ends. False: they were not in. */
export function leave(stage: Stage, space: Space, conference: Conference, person: Person): boolean {
  const at = stage.now().toISOString();
  let found = false;
  for (const participant of conference.participants.filter((one) => samePerson(one.person, person))) {
    for (const session of participant.sessions.filter((one) => one.endTime === undefined)) {
      session.endTime = at;
      found = true;
      const name = `conferenceRecords/${conference.id}/participants/${participant.id}/participantSessions/${session.id}`;
      stage.push.publish(space, 'participant.v2.left', { participantSession: { name } });
    }
  }
  if (found && presentPeople(conference).length === 0) endConference(stage, space);
  return found;
}

/** Ends the conference for all, if there is one. The link stays live: the next who comes starts another. */
export function endConference(stage: Stage, space: Space): void {
  const conference = activeConference(stage.state, space.id);
  if (conference === undefined) return;
  conference.endTime = stage.now().toISOString();
  space.knocks = [];
  for (const artifact of conference.artifacts) stopArtifact(stage, space, conference, artifact);
  for (const { person } of presentPeople(conference)) leave(stage, space, conference, person);
  const report = effective(space, 'config.attendanceReportGenerationType') === 'GENERATE_REPORT';
  if (report && hasAttendanceReport(accountOf(stage.state, space))) {
    addFile(stage.state, space, 'Attendance report', 'application/vnd.google-apps.spreadsheet');
  }
  const name = `conferenceRecords/${conference.id}`;
  stage.push.publish(space, 'conference.v2.ended', { conferenceRecord: { name } });
}

/** One of each kind runs at a time; starting it again changes nothing. */
export function startArtifact(
  stage: Stage,
  space: Space,
  conference: Conference,
  kind: ArtifactKind,
): Artifact {
  const running = conference.artifacts.find((one) => one.kind === kind && one.endTime === undefined);
  if (running !== undefined) return running;
  const artifact: Artifact = { id: newId(24), kind, startTime: stage.now().toISOString() };
  conference.artifacts.push(artifact);
  publishArtifact(stage, space, conference, artifact, 'started');
  return artifact;
}

export function stopArtifact(stage: Stage, space: Space, conference: Conference, artifact: Artifact): void {
  if (artifact.endTime !== undefined) return;
  artifact.endTime = stage.now().toISOString();
  publishArtifact(stage, space, conference, artifact, 'ended');
  generateDueFile(stage, space, conference, artifact);
}

/** Puts the file of a finished artifact into the organiser's Drive once the account's lag has passed. */
export function generateDueFile(
  stage: Stage,
  space: Space,
  conference: Conference,
  artifact: Artifact,
): void {
  if (artifact.endTime === undefined || artifact.fileId !== undefined) return;
  const lagMs = accountOf(stage.state, space).artifactLagSeconds * 1000;
  if (Date.parse(artifact.endTime) + lagMs > stage.now().getTime()) return;
  const mimeType = artifact.kind === 'recording' ? 'video/mp4' : 'application/vnd.google-apps.document';
  artifact.fileId = addFile(stage.state, space, `${space.meetingCode} ${artifact.kind}`, mimeType);
  publishArtifact(stage, space, conference, artifact, 'fileGenerated');
}

function publishArtifact(
  stage: Stage,
  space: Space,
  conference: Conference,
  artifact: Artifact,
  what: string,
): void {
  const name = `conferenceRecords/${conference.id}/${COLLECTION[artifact.kind]}/${artifact.id}`;
  stage.push.publish(space, `${artifact.kind}.v2.${what}`, { [artifact.kind]: { name } });
}
