import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import { hostingModes, type People } from '../../src/domain/plan/declaration.ts';
import { accountPaths, securityPaths, userPaths } from '../../src/providers/zoom/account-items.ts';
import { declaration } from '../../src/providers/zoom/declaration.ts';
import { ignoredFields } from '../../src/providers/zoom/ignored-fields.ts';
import { ordinaryZoomPosture } from '../support/ordinary-zoom.ts';
import { describeContract, loadSpec, specsFolder, type Schema } from './specs.ts';

interface MeetingSchemas {
  maps: { ZoomMeetingsApiOperationRequestBodyMap: Record<string, Schema> };
}

const AT = new Date('2026-11-23T09:00:00Z');

/** Every field of a schema that holds a value itself, by dotted path; `[]` stands for a list's items. */
function leavesOf(schema: Schema, path: string[] = []): string[] {
  if (schema['properties'] !== undefined) {
    return Object.entries(schema['properties'] as Record<string, Schema>).flatMap(([name, child]) =>
      leavesOf(child, [...path, name]),
    );
  }
  if (schema['type'] === 'array') return leavesOf(schema['items'] as Schema, [...path, '[]']);
  return [path.join('.')];
}

/** Every field that is sent for confidential-session, whoever hosts and whatever is known of the account. */
function sentFields(): Set<string> {
  const people: People[] = (['organiser', 'member', 'guest', 'outsider'] as const).flatMap((coach) =>
    [true, false].map((organiserPresent) => ({ coach, organiserPresent })),
  );
  const plans = hostingModes.flatMap((hosting) =>
    people.flatMap((seat) =>
      [{}, ordinaryZoomPosture(AT)].map((posture) =>
        compile({
          declaration,
          policy: confidentialSession,
          session: { startsAt: AT.toISOString(), endsAt: AT.toISOString(), timeZone: 'UTC' },
          hosting,
          people: seat,
          backing: null,
          posture,
          ruledOut: {},
          at: AT,
        }),
      ),
    ),
  );
  return new Set(
    plans.flatMap(({ wire }) => Object.keys(wire).map((path) => path.replace(/^meeting\./, ''))),
  );
}

/** Fields of the documents that are neither sent nor ignored with a reason. */
const unaccounted = (fields: string[], sent: Set<string>): string[] =>
  fields.filter(
    (field) =>
      !sent.has(field) && ignoredFields[field] === undefined && !sent.has(field.replace(/\.\[\].*$/, '')),
  );

describeContract('every writable field of a Zoom meeting', () => {
  const bodies = () => {
    const { maps } = loadSpec<MeetingSchemas>('zoom-2026-06.schemas.json');
    return ['POST /users/{userId}/meetings', 'PATCH /meetings/{meetingId}'].map((operation) => {
      const body = maps.ZoomMeetingsApiOperationRequestBodyMap[operation];
      if (body === undefined) throw new Error(`no body of ${operation}`);
      return leavesOf(body);
    });
  };

  it('is sent, or ignored with a reason', () => {
    for (const fields of bodies()) expect(unaccounted(fields, sentFields())).toEqual([]);
  });

  it('would be missed if it were new', () => {
    expect(unaccounted(['settings.invented_today'], sentFields())).toEqual(['settings.invented_today']);
  });

  it('is not ignored and sent at once, and nothing is ignored that Zoom does not have', () => {
    const known = new Set(bodies().flat());
    const sent = sentFields();
    expect(Object.keys(ignoredFields).filter((field) => sent.has(field) || !known.has(field))).toEqual([]);
  });
});

describeContract('every setting of a Zoom account that is asked for', () => {
  /** Setting paths that a column of the matrix marks. */
  const readable = (column: string): Set<string> => {
    const text = readFileSync(path.join(specsFolder() ?? '', 'zoom-settings-matrix.csv'), 'utf8');
    const [head = '', ...rows] = text.trim().split('\n');
    const back = head.split(',').length - head.split(',').indexOf(column);
    return new Set(
      rows.filter((row) => row.split(',').at(-back) === '1').map((row) => row.split(',')[0] ?? ''),
    );
  };

  it('can be read', () => {
    const user = readable('userGET');
    const account = readable('acctGET');
    expect([...userPaths, ...securityPaths].filter((setting) => !user.has(setting))).toEqual([]);
    expect(accountPaths.filter((setting) => !account.has(setting))).toEqual([]);
    expect(user.has('in_meeting.invented')).toBe(false);
  });
});
