import type { Arrival, Door, PassTries, Transaction } from '../../application/ports.ts';
import type { Mark } from '../../domain/attendance.ts';
import {
  ArrivalEntity,
  AttendanceMarkEntity,
  DoorEntity,
  PassTriesEntity,
  type ArrivalRow,
  type DoorRow,
  type PassTriesRow,
} from '../entities/front-door.entity.ts';
import { insertRow, selectRow, selectRows, updateRows } from './rows.ts';
import { write, type Scope } from './scope.ts';

/** The channel on which a change of a door is told, as `<organisation>:<session>:<revision>`: ids only. */
export const DOOR_CHANNEL = 'door';

/** Doors: one for each session, made when it is first needed. Every change raises the revision and tells who listens. */
export function createDoors({ manager, organisationId }: Scope): Transaction['doors'] {
  const mine = { organisation_id: organisationId };
  const raised = (by: 0 | 1) => `INSERT INTO doors (organisation_id, session_id, revision) VALUES ($1, $2, 1)
    ON CONFLICT (organisation_id, session_id) DO UPDATE SET revision = doors.revision + ${by} RETURNING *`;
  /** Raises the revision and tells it, in one statement: whoever changes a session waits for it. */
  const tell = async (sessionId: string): Promise<number> => {
    const statement = `WITH raised AS (${raised(1)})
      SELECT revision, pg_notify($3, $1::text || ':' || $2::text || ':' || revision) FROM raised`;
    const values = [organisationId, sessionId, DOOR_CHANNEL];
    const [row] = await write(manager.query<{ revision: number }[]>(statement, values));
    return row?.revision ?? 0;
  };
  return {
    async find(sessionId) {
      const row = await selectRow(manager, DoorEntity, { ...mine, session_id: sessionId });
      return row === undefined ? undefined : readDoor(row);
    },
    async lock(sessionId) {
      const [row] = await write(manager.query<DoorRow[]>(raised(0), [organisationId, sessionId]));
      if (row === undefined) throw new Error('A door that was just written is not there.');
      return readDoor(row);
    },
    async update(door) {
      const change: Partial<DoorRow> = {
        opened_at: door.openedAt,
        host_in_at: door.hostInAt,
        host_in_by: door.hostInBy,
        locked_at: door.lockedAt,
        locked_by: door.lockedBy,
        ended_at: door.endedAt,
        checking_at: door.checkingAt,
        host_missing_alerted_at: door.hostMissingAlertedAt,
      };
      await updateRows(manager, DoorEntity, { ...mine, session_id: door.sessionId }, change);
      return { ...door, revision: await tell(door.sessionId) };
    },
    touch: async (sessionId) => void (await tell(sessionId)),
    async revisions(sessionIds) {
      const rows = await manager.query<{ session_id: string; revision: number }[]>(
        'SELECT session_id, revision FROM doors WHERE organisation_id = $1 AND session_id = ANY ($2)',
        [organisationId, sessionIds],
      );
      return new Map(rows.map((row) => [row.session_id, row.revision]));
    },
  };
}

const readDoor = (row: DoorRow): Door => ({
  sessionId: row.session_id,
  revision: row.revision,
  openedAt: row.opened_at,
  hostInAt: row.host_in_at,
  hostInBy: row.host_in_by,
  lockedAt: row.locked_at,
  lockedBy: row.locked_by,
  endedAt: row.ended_at,
  checkingAt: row.checking_at,
  hostMissingAlertedAt: row.host_missing_alerted_at,
});

/** Who came to the door, on which device. */
export function createArrivals({ manager, organisationId, cipher }: Scope): Transaction['arrivals'] {
  const mine = { organisation_id: organisationId };
  const place = (rowId: string) => ({ table: 'arrivals', rowId, column: 'reason_enc' });
  const toRow = (arrival: Arrival): Omit<ArrivalRow, 'organisation_id' | 'id'> => ({
    session_id: arrival.sessionId,
    person_id: arrival.personId,
    pass_id: arrival.passId,
    device_hash: arrival.deviceHash,
    identified_by: arrival.identifiedBy,
    carries: arrival.carries,
    notice_version: arrival.noticeVersion,
    acknowledged_at: arrival.acknowledgedAt,
    arrived_at: arrival.arrivedAt,
    knocked_at: arrival.knockedAt,
    joined_at: arrival.joinedAt,
    admitted_at: arrival.admittedAt,
    let_in_at: arrival.letInAt,
    turned_away_at: arrival.turnedAwayAt,
    decided_by: arrival.decidedBy,
    reason_enc: arrival.reason === null ? null : cipher.encrypt(place(arrival.id), arrival.reason),
  });
  const read = (row: ArrivalRow): Arrival => ({
    id: row.id,
    sessionId: row.session_id,
    personId: row.person_id,
    passId: row.pass_id,
    deviceHash: row.device_hash,
    identifiedBy: row.identified_by as Arrival['identifiedBy'],
    carries: row.carries,
    noticeVersion: row.notice_version,
    acknowledgedAt: row.acknowledged_at,
    arrivedAt: row.arrived_at,
    knockedAt: row.knocked_at,
    joinedAt: row.joined_at,
    admittedAt: row.admitted_at,
    letInAt: row.let_in_at,
    turnedAwayAt: row.turned_away_at,
    decidedBy: row.decided_by,
    reason: row.reason_enc === null ? null : (cipher.decrypt(place(row.id), row.reason_enc) as string),
  });
  return {
    async insert(arrival) {
      await insertRow(manager, ArrivalEntity, { ...mine, id: arrival.id, ...toRow(arrival) });
      return arrival;
    },
    async update(arrival) {
      await updateRows(manager, ArrivalEntity, { ...mine, id: arrival.id }, toRow(arrival));
      return arrival;
    },
    async listOf(sessionId) {
      const condition = { ...mine, session_id: sessionId };
      return (await selectRows(manager, ArrivalEntity, condition, 'ORDER BY id')).map(read);
    },
  };
}

/** Our own log of who was in; only ever added to. */
export function createAttendance({ manager, organisationId }: Scope): Transaction['attendance'] {
  const mine = { organisation_id: organisationId };
  return {
    async insert({ id, sessionId, personId, arrivalId, kind, at, source }) {
      const ids = { id, session_id: sessionId, person_id: personId, arrival_id: arrivalId };
      await insertRow(manager, AttendanceMarkEntity, { ...mine, ...ids, kind, at, source });
    },
    async list(sessionId) {
      const condition = { ...mine, session_id: sessionId };
      const rows = await selectRows(manager, AttendanceMarkEntity, condition, 'ORDER BY id');
      return rows.map((row) => ({
        personId: row.person_id,
        arrivalId: row.arrival_id,
        kind: row.kind as Mark['kind'],
        at: row.at,
        source: row.source as Mark['source'],
      }));
    },
  };
}

/** Wrong passcodes by pass, and who may come in without one. */
export function createPassTries({ manager, organisationId, cipher }: Scope): Transaction['passTries'] {
  const mine = { organisation_id: organisationId };
  const place = (rowId: string) => ({ table: 'pass_tries', rowId, column: 'reason_enc' });
  const read = (row: PassTriesRow): PassTries => ({
    passId: row.pass_id,
    sessionId: row.session_id,
    wrong: row.wrong,
    wrongAt: row.wrong_at,
    excusedUntil: row.excused_until,
    excusedBy: row.excused_by,
    excusedDevice: row.excused_device,
    reason: row.reason_enc === null ? null : (cipher.decrypt(place(row.pass_id), row.reason_enc) as string),
  });
  return {
    async find(passId) {
      const row = await selectRow(manager, PassTriesEntity, { ...mine, pass_id: passId });
      return row === undefined ? undefined : read(row);
    },
    async put({ passId, sessionId, wrong, wrongAt, reason, ...excuse }) {
      const reasonEnc = reason === null ? null : cipher.encrypt(place(passId), reason);
      const change = {
        wrong,
        wrong_at: wrongAt,
        excused_until: excuse.excusedUntil,
        excused_by: excuse.excusedBy,
        excused_device: excuse.excusedDevice,
        reason_enc: reasonEnc,
      };
      const key = { ...mine, pass_id: passId };
      if ((await updateRows(manager, PassTriesEntity, key, change)) === 0)
        await insertRow(manager, PassTriesEntity, { ...key, session_id: sessionId, ...change });
    },
    async listOf(sessionId) {
      const condition = { ...mine, session_id: sessionId };
      return (await selectRows(manager, PassTriesEntity, condition)).map(read);
    },
  };
}
