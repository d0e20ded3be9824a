import type { FastifyRequest } from 'fastify';
import type { Json, JsonObject } from '../shared/paths.ts';
import { userId } from './account.ts';
import { call, callerOf, queryOf, type Caller } from './call.ts';
import { COLLECTION } from './conference.ts';
import { parseFilter } from './filter.ts';
import { page } from './paging.ts';
import { GoogleRefusal, notFound } from './refusal.ts';
import { SCOPES } from './scopes.ts';
import { reaches, wider } from './spaces.ts';
import {
  accountOf,
  present,
  type Artifact,
  type ArtifactKind,
  type Conference,
  type Participant,
  type Person,
  type SandboxContext,
  type Session,
} from './state.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Meet deletes a record this long after its conference ended. */
const KEPT_MS = 30 * DAY_MS;

interface RecordRoute {
  Params: { record: string };
}
interface ParticipantRoute {
  Params: { record: string; participant: string };
}
interface SessionRoute {
  Params: { record: string; participant: string; session: string };
}
interface ArtifactRoute {
  Params: { record: string; artifact: string };
}

const PAGING = ['pageSize', 'pageToken'];
const FILTERED = [...PAGING, 'filter'];

const expiryMs = ({ endTime }: Conference) =>
  endTime === undefined ? undefined : Date.parse(endTime) + KEPT_MS;

function shownRecord(conference: Conference): JsonObject {
  const expiry = expiryMs(conference);
  return present({
    name: `conferenceRecords/${conference.id}`,
    space: `spaces/${conference.spaceId}`,
    startTime: conference.startTime,
    endTime: conference.endTime,
    expireTime: expiry === undefined ? undefined : new Date(expiry).toISOString(),
  });
}

/** What Meet tells of a person: never the e-mail address; of a caller only the last digits. */
function shownPerson({ name, email, phone }: Person): JsonObject {
  if (email !== undefined) return { signedinUser: { user: `users/${userId(email)}`, displayName: name } };
  if (phone !== undefined) return { phoneUser: { displayName: `•••••${phone.slice(-2)}` } };
  return { anonymousUser: { displayName: name } };
}

const firstStart = (one: Participant) => one.sessions[0]?.startTime;
const lastEnd = (one: Participant) =>
  one.sessions.some((session) => session.endTime === undefined) ? undefined : one.sessions.at(-1)?.endTime;

const shownParticipant = (conference: Conference, one: Participant): JsonObject =>
  present({
    name: `conferenceRecords/${conference.id}/participants/${one.id}`,
    ...shownPerson(one.person),
    earliestStartTime: firstStart(one),
    latestEndTime: lastEnd(one),
  });

const shownSession = (conference: Conference, { id }: Participant, session: Session): JsonObject =>
  present({
    name: `conferenceRecords/${conference.id}/participants/${id}/participantSessions/${session.id}`,
    startTime: session.startTime,
    endTime: session.endTime,
  });

function shownArtifact(conference: Conference, artifact: Artifact): JsonObject {
  const { kind, id, startTime, endTime, fileId } = artifact;
  let destination: Record<string, Json> = {};
  if (fileId !== undefined && kind === 'recording') {
    destination = {
      driveDestination: { file: fileId, exportUri: `https://drive.google.com/file/d/${fileId}/view` },
    };
  } else if (fileId !== undefined) {
    const exportUri = `https://docs.google.com/document/d/${fileId}/view`;
    destination = { docsDestination: { document: fileId, exportUri } };
  }
  const whenEnded = fileId === undefined ? 'ENDED' : 'FILE_GENERATED';
  return present({
    name: `conferenceRecords/${conference.id}/${COLLECTION[kind]}/${id}`,
    state: endTime === undefined ? 'STARTED' : whenEnded,
    startTime,
    endTime,
    ...destination,
  });
}

/** Conference records and what hangs under them: for the space's owner and for those who took part. */
export function addRecordRoutes({ app, state, now }: SandboxContext): void {
  const isKept = (conference: Conference) => (expiryMs(conference) ?? Infinity) > now().getTime();

  const mayRead = (caller: Caller, conference: Conference): boolean => {
    const space = state.spaces.get(conference.spaceId);
    if (space === undefined || !reaches(caller, space, wider(SCOPES.meetRead))) return false;
    if (space.account === caller.account && space.owner === caller.email) return true;
    return conference.participants.some((one) => one.person.email === caller.email);
  };

  const recordOf = (request: FastifyRequest, id: string): Conference => {
    const conference = state.conferences.get(id);
    if (conference === undefined || !isKept(conference)) throw notFound();
    if (mayRead(callerOf(request), conference)) return conference;
    throw new GoogleRefusal('PERMISSION_DENIED', 'Permission denied on resource ConferenceRecord');
  };

  const participantOf = (conference: Conference, id: string): Participant => {
    const participant = conference.participants.find((one) => one.id === id);
    if (participant === undefined) throw notFound();
    return participant;
  };

  /** Artifacts of a kind that are listed by now: the vendor's lists lag behind. */
  const listed = (conference: Conference, kind: ArtifactKind): Artifact[] => {
    const space = state.spaces.get(conference.spaceId);
    const lagMs = space === undefined ? 0 : accountOf(state, space).artifactLagSeconds * 1000;
    return conference.artifacts.filter(
      (one) => one.kind === kind && Date.parse(one.startTime) + lagMs <= now().getTime(),
    );
  };

  /** A page in the vendor's shape: an empty list is left out. */
  const answer = <Item>(
    request: FastifyRequest,
    key: string,
    items: Item[],
    sizes: { size: number; max: number },
    show: (item: Item) => JsonObject,
  ): JsonObject => {
    const { items: shown, nextPageToken } = page(request, items, sizes);
    return present({ [key]: shown.length > 0 ? shown.map(show) : undefined, nextPageToken });
  };

  const RECORDS = '/v2/conferenceRecords';
  app.get(
    RECORDS,
    call('record.list', 'meet.conferenceRecords.list', SCOPES.meetRead, FILTERED),
    async (request) => {
      const caller = callerOf(request);
      const matches = parseFilter<Conference>(queryOf(request).filter, {
        'space.name': (one) => `spaces/${one.spaceId}`,
        'space.meeting_code': (one) => state.spaces.get(one.spaceId)?.meetingCode,
        start_time: (one) => one.startTime,
        end_time: (one) => one.endTime,
      });
      const found = [...state.conferences.values()]
        .filter((one) => isKept(one) && mayRead(caller, one) && matches(one))
        .sort((a, b) => b.startTime.localeCompare(a.startTime));
      return answer(request, 'conferenceRecords', found, { size: 25, max: 100 }, shownRecord);
    },
  );
  app.get<RecordRoute>(
    `${RECORDS}/:record`,
    call('record.get', 'meet.conferenceRecords.get', SCOPES.meetRead),
    async (request) => shownRecord(recordOf(request, request.params.record)),
  );

  const PARTICIPANTS = `${RECORDS}/:record/participants`;
  const PEOPLE_SIZES = { size: 100, max: 250 };
  app.get<RecordRoute>(
    PARTICIPANTS,
    call('record.participants', 'meet.conferenceRecords.participants.list', SCOPES.meetRead, FILTERED),
    async (request) => {
      const conference = recordOf(request, request.params.record);
      const matches = parseFilter<Participant>(queryOf(request).filter, {
        earliest_start_time: firstStart,
        latest_end_time: lastEnd,
      });
      const found = conference.participants.filter(matches);
      const list = answer(request, 'participants', found, PEOPLE_SIZES, (one) =>
        shownParticipant(conference, one),
      );
      // The total is given only where a field mask names it.
      const asksForTotal = queryOf(request).fields?.includes('totalSize') ?? false;
      return asksForTotal ? { ...list, totalSize: found.length } : list;
    },
  );
  app.get<ParticipantRoute>(
    `${PARTICIPANTS}/:participant`,
    call('record.participant', 'meet.conferenceRecords.participants.get', SCOPES.meetRead),
    async (request) => {
      const conference = recordOf(request, request.params.record);
      return shownParticipant(conference, participantOf(conference, request.params.participant));
    },
  );

  const SESSIONS = `${PARTICIPANTS}/:participant/participantSessions`;
  const SESSIONS_METHOD = 'meet.conferenceRecords.participants.participantSessions';
  app.get<ParticipantRoute>(
    SESSIONS,
    call('record.sessions', `${SESSIONS_METHOD}.list`, SCOPES.meetRead, FILTERED),
    async (request) => {
      const conference = recordOf(request, request.params.record);
      const participant = participantOf(conference, request.params.participant);
      const matches = parseFilter<Session>(queryOf(request).filter, {
        start_time: (one) => one.startTime,
        end_time: (one) => one.endTime,
      });
      const found = participant.sessions.filter(matches);
      return answer(request, 'participantSessions', found, PEOPLE_SIZES, (one) =>
        shownSession(conference, participant, one),
      );
    },
  );
  app.get<SessionRoute>(
    `${SESSIONS}/:session`,
    call('record.session', `${SESSIONS_METHOD}.get`, SCOPES.meetRead),
    async (request) => {
      const conference = recordOf(request, request.params.record);
      const participant = participantOf(conference, request.params.participant);
      const session = participant.sessions.find((one) => one.id === request.params.session);
      if (session === undefined) throw notFound();
      return shownSession(conference, participant, session);
    },
  );

  for (const kind of ['recording', 'transcript', 'smartNote'] as const) {
    const collection = COLLECTION[kind];
    const method = `meet.conferenceRecords.${collection}`;
    app.get<RecordRoute>(
      `${RECORDS}/:record/${collection}`,
      call(`record.${collection}`, `${method}.list`, SCOPES.meetRead, PAGING),
      async (request) => {
        const conference = recordOf(request, request.params.record);
        return answer(request, collection, listed(conference, kind), { size: 10, max: 100 }, (one) =>
          shownArtifact(conference, one),
        );
      },
    );
    app.get<ArtifactRoute>(
      `${RECORDS}/:record/${collection}/:artifact`,
      call(`record.${kind}`, `${method}.get`, SCOPES.meetRead),
      async (request) => {
        const conference = recordOf(request, request.params.record);
        const artifact = listed(conference, kind).find((one) => one.id === request.params.artifact);
        if (artifact === undefined) throw notFound();
        return shownArtifact(conference, artifact);
      },
    );
  }
}
