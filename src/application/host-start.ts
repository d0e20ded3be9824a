import { DomainError } from '../domain/errors.ts';
import type { HostStart } from '../domain/provider.ts';
import type { Application } from './context.ts';
import { openConnection } from './open-connection.ts';
import type { Connection, Meeting, Session } from './ports.ts';

/** What starting a session is decided by. */
export interface Startable {
  session: Pick<Session, 'people' | 'secrets'>;
  meeting: Pick<Meeting, 'ref' | 'joinUrl'>;
  connection: Connection;
}

/**
 * How the coach starts this session at its platform: asked of the vendor now, handed to the coach, and kept nowhere.
 *
 * @throws DomainError CAPABILITY_UNSUPPORTED where the platform's provider cannot say; the vendor's codes.
 */
export async function startFor(
  application: Application,
  { session, meeting, connection }: Startable,
): Promise<HostStart> {
  const { organiser, coach } = session.secrets;
  if (session.people.coach === 'outsider') {
    const says = `${organiser} organises this session and starts it; you wait until you are let in.`;
    return { link: meeting.joinUrl, account: organiser, madeHostBy: 'account', says };
  }
  const provider = openConnection(application, connection);
  if (provider.hostLink === undefined)
    throw new DomainError('CAPABILITY_UNSUPPORTED', 'Start the session in the platform’s own application.');
  return provider.hostLink(meeting.ref, { organiser, coach });
}
