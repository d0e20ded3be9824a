import { asCaller, found, providerOf, type Application, type Caller } from './context.ts';
import type { PageRequest, SessionFilter, SessionSummary } from './ports.ts';

/** A session as a coach's day shows it: with what the client and the platform are called. */
export interface AgendaEntry extends SessionSummary {
  clientName: string;
  platformName: string;
}

/** The sessions of a time, newest booked first: a coach's own, or a key's all. */
export const readAgenda = (
  application: Application,
  caller: Caller,
  page: PageRequest,
  times: Pick<SessionFilter, 'startsFrom' | 'startsBefore'>,
): Promise<AgendaEntry[]> =>
  asCaller(application, caller, 'board:read', async ({ sessions, clients }) => {
    const summaries = await sessions.list(page, { ...times, hostId: caller.hostId });
    const names = new Map<string, string>();
    for (const id of new Set(summaries.map(({ clientId }) => clientId))) {
      names.set(id, found(await clients.find(id), 'client').name);
    }
    return summaries.map((session) => ({
      ...session,
      clientName: names.get(session.clientId) ?? '',
      platformName: providerOf(application, session.platform).declaration.name,
    }));
  });
