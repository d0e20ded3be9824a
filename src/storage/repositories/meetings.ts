import { IsNull } from 'typeorm';

import type { Meeting, Transaction } from '../../application/ports.ts';
import { canonical } from '../../domain/json.ts';
import { MeetingEntity } from '../entities/meeting.entity.ts';
import { insertRow, selectRow } from './rows.ts';
import type { Scope } from './scope.ts';

const place = (rowId: string, column: string) => ({ table: 'meetings', rowId, column });

/** Platforms' meetings. A ref is used once in an organisation, also after its meeting was retired. */
export function createMeetings({ manager, organisationId, cipher }: Scope): Transaction['meetings'] {
  const repository = manager.getRepository(MeetingEntity);
  const mine = { organisation_id: organisationId };
  const encryptLink = (id: string, link: string | null) =>
    link === null ? null : cipher.encrypt(place(id, 'passcode_link_enc'), link);
  return {
    async insert(meeting) {
      await insertRow(manager, MeetingEntity, {
        ...mine,
        id: meeting.id,
        session_id: meeting.sessionId,
        connection_id: meeting.connectionId,
        platform: meeting.platform,
        ref_enc: cipher.encrypt(place(meeting.id, 'ref_enc'), meeting.ref),
        ref_idx: cipher.blindIndex(`meeting:${meeting.platform}`, canonical(meeting.ref)),
        link_enc: cipher.encrypt(place(meeting.id, 'link_enc'), meeting.joinUrl),
        passcode_link_enc: encryptLink(meeting.id, meeting.joinUrlWithPasscode),
        retired_at: meeting.retiredAt,
        created_at: meeting.createdAt,
      });
      return meeting;
    },
    async findActive(sessionId) {
      const condition = { ...mine, session_id: sessionId, retired_at: null };
      const row = await selectRow(manager, MeetingEntity, condition);
      if (row === undefined) return undefined;
      return {
        id: row.id,
        sessionId: row.session_id,
        connectionId: row.connection_id,
        platform: row.platform,
        ref: cipher.decrypt(place(row.id, 'ref_enc'), row.ref_enc) as Meeting['ref'],
        joinUrl: cipher.decrypt(place(row.id, 'link_enc'), row.link_enc) as string,
        joinUrlWithPasscode:
          row.passcode_link_enc === null
            ? null
            : (cipher.decrypt(place(row.id, 'passcode_link_enc'), row.passcode_link_enc) as string),
        retiredAt: row.retired_at,
        createdAt: row.created_at,
      };
    },
    async replaceLinkWithPasscode(id, link) {
      await repository.update({ ...mine, id }, { passcode_link_enc: encryptLink(id, link) });
    },
    async markRetired(id, at) {
      await repository.update({ ...mine, id, retired_at: IsNull() }, { retired_at: at });
    },
  };
}
