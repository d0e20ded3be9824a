import { z } from 'zod';
import type { Attended } from '../../application/front-door/attendance-log.ts';
import { IdentifiedBy } from '../../domain/board.ts';
import { Notice } from '../../domain/notice.ts';
import type { HostStart } from '../../domain/provider.ts';
import { Role } from '../../domain/roster.ts';
import { line } from '../../domain/text.ts';

export const SeenName = z
  .strictObject({ name: line(1, 200).describe('As the platform shows it.') })
  .meta({ id: 'SeenName', description: 'A name that somebody shows at the platform.' });

export const HostStartResource = z
  .object({
    account: z.string().describe('The account to use at the platform.'),
    hostLink: z
      .string()
      .describe(
        'Where to begin. It may make whoever opens it the host: show it to the coach alone, keep it nowhere.',
      ),
    madeHostBy: z
      .enum(['link', 'account'])
      .describe('What makes the host: the link itself, or the account that is signed in.'),
    says: z.string().describe('What to do, and what comes of the wrong account.'),
  })
  .meta({ id: 'HostStart', description: 'How the coach starts the session at its platform.' });

export const hostStartView = ({ link, ...start }: HostStart): z.infer<typeof HostStartResource> => ({
  hostLink: link,
  ...start,
});

const AttendedResource = z
  .object({
    personId: z.uuid(),
    name: z.string(),
    role: Role,
    identifiedBy: IdentifiedBy.nullable(),
    intervals: z.array(
      z.object({ from: z.iso.datetime(), to: z.iso.datetime().nullable().describe('Null while there.') }),
    ),
    minutes: z.int().describe('Whole minutes of the intervals that have ended.'),
  })
  .meta({ id: 'Attended', description: 'One person of the log.' });

export const AttendanceResource = z.object({ sessionId: z.uuid(), people: z.array(AttendedResource) }).meta({
  id: 'Attendance',
  description: 'Our own log: everybody on the roster, and from when to when each was there.',
});

export const attendanceView = (
  sessionId: string,
  attended: readonly Attended[],
): z.infer<typeof AttendanceResource> => ({
  sessionId,
  people: attended.map(({ intervals, ...person }) => ({
    ...person,
    intervals: intervals.map(({ from, to }) => ({
      from: from.toISOString(),
      to: to?.toISOString() ?? null,
    })),
  })),
});

/** One stream of events, as text. */
export const BoardEvents = z
  .string()
  .meta({ id: 'BoardEvents', description: 'Server-sent events: `board` with the whole board, and `beat`.' });

export const AttendanceCsv = z
  .string()
  .meta({ id: 'AttendanceCsv', description: 'One row a stay; who was not there has a row without times.' });

export const SessionNotice = z
  .object({
    sessionId: z.uuid(),
    version: z.string().describe('Stands for every word of it; what a person acknowledged is kept by this.'),
    notice: Notice,
  })
  .meta({ id: 'SessionNotice', description: 'What participants of this session are told and asked now.' });

/** One row a stay, for a spreadsheet; a name that starts like a formula is kept from being one. */
export function attendanceCsv(attended: readonly Attended[]): string {
  const rows = attended.flatMap(({ personId, name, role, identifiedBy, intervals }) => {
    const stays = intervals.length === 0 ? [{ from: null, to: null }] : intervals;
    return stays.map(({ from, to }) => [
      personId,
      name,
      role,
      identifiedBy ?? '',
      from?.toISOString() ?? '',
      to?.toISOString() ?? '',
    ]);
  });
  const header = ['person_id', 'name', 'role', 'identified_by', 'from', 'to'];
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
