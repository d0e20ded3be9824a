import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { catalogue, ControlId, controlIds, requiredControlIds } from '../../src/domain/controls/catalogue.ts';
import { requirementsOf } from '../../src/domain/policy.ts';

const guide = path.resolve(import.meta.dirname, '../../../shared/mission/guide.txt');
const hasGuide = existsSync(guide);

describe('the control catalogue', () => {
  it.each(controlIds)('%s has a versioned id of its own and says what it means for a participant', (id) => {
    const { meaning, order, off } = catalogue[id];
    expect(id).toMatch(/^(entry|confidentiality|collaboration|access|conduct|record)\.[a-z]+(-[a-z]+)*\.v1$/);
    expect(ControlId.parse(id)).toBe(id);
    expect(meaning).toMatch(/^[A-Z].{15,}\.$/);
    expect(order.schema.safeParse(order.without).success).toBe(true);
    if (off !== undefined) expect(off).toEqual(order.without);
  });

  it('has an own meaning for each control', () => {
    expect(new Set(controlIds.map((id) => catalogue[id].meaning)).size).toBe(controlIds.length);
  });

  it('is kept whole by the practice’s guide, its optional guards left off', () => {
    expect(requirementsOf(confidentialSession).map(([id]) => id)).toEqual(requiredControlIds);
    expect(controlIds.filter((id) => !requiredControlIds.includes(id))).toEqual([
      'entry.display-names.v1',
      'entry.countries.v1',
    ]);
  });
});

if (!hasGuide)
  console.warn('The guide’s headings are not checked: ../shared/mission/guide.txt is not there.');
describe.skipIf(!hasGuide)('the practice’s guide', () => {
  it.each(controlIds.filter((id) => catalogue[id].guide !== null))(
    'has the heading that promises %s',
    (id) => {
      const lines = readFileSync(guide, 'utf8')
        .split('\n')
        .map((line) => line.trim());
      expect(lines).toContain(catalogue[id].guide);
    },
  );
});
