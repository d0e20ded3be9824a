import { noticeOf, type Notice } from '../../domain/notice.ts';
import {
  asCaller,
  digestJson,
  providerOf,
  requireOwnSession,
  type Application,
  type Caller,
} from '../context.ts';
import { readDoor, type DoorReading } from './read-door.ts';

/** A notice with what stands for it: another version where a word of it is another. */
export interface VersionedNotice {
  version: string;
  notice: Notice;
}

/** What participants of this session are told and asked now. */
export function noticeFor(
  application: Application,
  { session, plan, people }: Pick<DoorReading, 'session' | 'plan' | 'people'>,
): VersionedNotice {
  const { declaration } = providerOf(application, session.platform);
  const roles = people.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ role }) => role);
  const notice = noticeOf(plan, { platform: declaration, roles });
  return { version: digestJson(notice), notice };
}

/** The same for whoever looks after the session. */
export const getNotice = (
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<VersionedNotice> =>
  asCaller(application, caller, 'sessions:read', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    return noticeFor(application, await readDoor(transaction, session));
  });
