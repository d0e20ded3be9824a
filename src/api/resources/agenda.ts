import { z } from 'zod';
import type { AgendaEntry } from '../../application/agenda.ts';
import { LinkState, SessionState } from '../../domain/session.ts';

export const AgendaEntryResource = z
  .object({
    id: z.uuid().describe('The session.'),
    client: z.string().describe('The client’s name.'),
    platform: z.object({ id: z.string(), name: z.string() }),
    state: SessionState,
    link: LinkState,
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    timeZone: z.string(),
  })
  .meta({ id: 'AgendaEntry', description: 'A session as a coach’s day shows it.' });

export const agendaEntryView = (entry: AgendaEntry): z.infer<typeof AgendaEntryResource> => ({
  id: entry.id,
  client: entry.clientName,
  platform: { id: entry.platform, name: entry.platformName },
  state: entry.state,
  link: entry.link,
  startsAt: entry.startsAt.toISOString(),
  endsAt: entry.endsAt.toISOString(),
  timeZone: entry.timeZone,
});
