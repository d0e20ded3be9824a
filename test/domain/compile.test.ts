import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, controlIds, satisfies } from '../../src/domain/controls/catalogue.ts';
import { isKnown, type Expectation } from '../../src/domain/evidence.ts';
import type { Json } from '../../src/domain/json.ts';
import { weakest, type Means } from '../../src/domain/means.ts';
import { compile, samePlan, type CompileInput } from '../../src/domain/plan/compile.ts';
import type { Declaration } from '../../src/domain/plan/declaration.ts';
import { Plan } from '../../src/domain/plan/plan.ts';
import { requirementsOf } from '../../src/domain/policy.ts';
import { providers } from '../../src/providers/registry.ts';
import { AT, HOUR_MS, policy, postureOf, value } from './arbitraries.ts';
import { accountItems, declaration, hosting, ON_OUR_PAGE } from './declarations.ts';

const session = {
  startsAt: '2026-12-01T09:00:00.000Z',
  endsAt: '2026-12-01T10:30:00.000Z',
  timeZone: 'Australia/Sydney',
};
const ruledOut = fc.dictionary(
  fc.constantFrom(...controlIds),
  fc.subarray<Means>(['enforced', 'account'], { minLength: 1 }),
  { maxKeys: 4 },
);

const inputOn = (on: Declaration, items: ReadonlyMap<string, readonly Json[]>): fc.Arbitrary<CompileInput> =>
  fc
    .record({ policy, posture: postureOf(items), hosted: hosting, ruledOut, backing: fc.nat() })
    .map(({ hosted, backing, ...rest }) => {
      const backings = on.backings[hosted.hosting] ?? [];
      return {
        ...rest,
        ...hosted,
        declaration: printedByName(on),
        session,
        at: AT,
        backing: backings[backing % Math.max(backings.length, 1)] ?? null,
      };
    });

/** A counterexample names the platform and does not print all that it declares. */
const printedByName = (on: Declaration): Declaration =>
  Object.defineProperty({ ...on }, fc.toStringMethod, { value: () => on.name });

/** What a platform's account offers are decided by, with the values that they accept and others. */
function itemsOf(on: Declaration): Map<string, Json[]> {
  const items = new Map<string, Json[]>();
  const context = {
    session,
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: null,
    posture: {},
  } as const;
  const note = ({ item, oneOf }: Expectation) =>
    items.set(item, [...(items.get(item) ?? [true, false]), ...oneOf]);
  for (const id of controlIds) {
    for (const part of on.controls[id].offers.flatMap(({ parts }) => parts)) {
      if (part.means !== 'account') continue;
      for (const asked of fc.sample(value(id), { numRuns: 5, seed: 1 }))
        (typeof part.expects === 'function' ? part.expects(asked, context) : part.expects).forEach(note);
    }
  }
  return items;
}

const pageSentencesOf = (on: Declaration): string[] =>
  controlIds
    .flatMap((id) => on.controls[id].offers.flatMap(({ parts }) => parts))
    .flatMap((part) => (part.means === 'service' && part.page ? [part.sentence] : []));

const platforms = Object.values(providers).map(({ declaration: on }) => on);
const subjects: [string, fc.Arbitrary<CompileInput>, number][] = [
  ['a made-up platform', declaration.chain((on) => inputOn(on, accountItems)), 80],
  ...platforms.map((on): [string, fc.Arbitrary<CompileInput>, number] => [
    on.name,
    inputOn(on, itemsOf(on)),
    50,
  ]),
];

describe.each(subjects)('a plan for %s', (_name, input, numRuns) => {
  const always = (check: (given: CompileInput, plan: Plan) => void) =>
    fc.assert(
      fc.property(input, (given) => check(given, compile(given))),
      { numRuns },
    );

  it('is well formed, accounts for every control of the policy once, and takes accepted means only', () => {
    always(({ policy }, plan) => {
      Plan.parse(plan);
      const asked = requirementsOf(policy).map(([id]) => id);
      const without = plan.gaps
        .filter(({ code }) => code === 'no-acceptable-means' || code === 'collision')
        .map(({ control }) => control);
      expect([...plan.controls.map(({ control }) => control), ...without].sort()).toEqual([...asked].sort());
      for (const { control, means, level, value, obligations } of plan.controls) {
        expect({ level, value }).toEqual({
          level: policy.controls[control]?.level,
          value: policy.controls[control]?.value,
        });
        expect(means).toBe(weakest(obligations.map((one) => one.means)));
        for (const one of obligations) expect(policy.controls[control]?.accept).toContain(one.means);
      }
    });
  });

  it('sends every field that the platform’s declaration controls', () => {
    always((given, { wire }) => {
      for (const control of controlIds) {
        const asked = given.policy.controls[control]?.value ?? catalogue[control].off;
        const fields = given.declaration.controls[control].fields?.(asked ?? null, given) ?? {};
        for (const path of Object.keys(fields)) expect(wire).toHaveProperty([path]);
      }
      for (const path of Object.keys(given.declaration.base(given))) expect(wire).toHaveProperty([path]);
    });
  });

  it('expects nothing back that it sends otherwise', () => {
    always((_given, { controls, wire }) => {
      for (const { item, oneOf } of controls
        .flatMap(({ obligations }) => obligations)
        .filter(({ means }) => means === 'enforced')
        .flatMap(({ expects }) => expects)
        .filter(({ from }) => from === 'meeting'))
        if (wire[item] !== undefined) expect(oneOf).toContainEqual(wire[item]);
    });
  });

  it('takes what the account is set to only where that is known, recent and right', () => {
    always(({ posture, policy }, { controls }) => {
      const oldest = AT.getTime() - policy.postureMaxAgeHours * HOUR_MS;
      for (const { means, expects } of controls.flatMap(({ obligations }) => obligations)) {
        if (means !== 'account') continue;
        expect(expects).not.toEqual([]);
        for (const { item, oneOf } of expects) {
          const reading = posture[item];
          const readAt = Date.parse(reading?.readAt ?? '');
          expect(readAt).toBeGreaterThanOrEqual(oldest);
          expect(readAt).toBeLessThanOrEqual(AT.getTime() + 60_000);
          expect(reading !== undefined && isKnown(reading) ? oneOf : []).toContainEqual(
            reading !== undefined && isKnown(reading) ? reading.value : undefined,
          );
        }
      }
    });
  });

  it('takes nothing that was ruled out in this session', () => {
    always(({ ruledOut }, { controls }) => {
      for (const { control, obligations } of controls)
        for (const { means } of obligations) expect(ruledOut[control] ?? []).not.toContain(means);
    });
  });

  it('says how people come in as the policy decides it', () => {
    always(({ policy, declaration: { platform } }, { entry }) => {
      const { entryMode, entryModes, portalReplacesPasscode } = policy;
      expect(entry).toMatchObject({ mode: entryModes[platform] ?? entryMode, portalReplacesPasscode });
    });
  });

  it('needs no page of ours where the entry mode is platform', () => {
    always(({ declaration: on }, { controls, entry }) => {
      if (entry.mode !== 'platform') return;
      const onOurPage = [ON_OUR_PAGE, ...pageSentencesOf(on)];
      for (const { sentence, means } of controls.flatMap(({ obligations }) => obligations))
        if (means === 'service') expect(onOurPage).not.toContain(sentence);
    });
  });

  it('lets the service keep people out only behind a waiting room that must read back before the link unseals', () => {
    always(({ policy }, { controls, entry, gaps }) => {
      const byService = controls.filter(
        ({ control, obligations }) =>
          catalogue[control].backstop !== undefined && obligations.some(({ means }) => means === 'service'),
      );
      if (byService.length === 0) return;
      if (entry.mode === 'front-door') {
        // Here the policy itself accepts that a link admits its bearer; one that does not is refused.
        const refused = gaps.some(({ code, level }) => code === 'entry-mode' && level === 'must');
        if (!refused) expect(policy.controls['entry.waiting-room.v1']?.value).toBe('off');
        return;
      }
      const waitingRoom = controls.find(({ control }) => control === 'entry.waiting-room.v1');
      expect(waitingRoom).toMatchObject({ value: 'everyone', level: 'must', means: 'enforced' });
      expect(waitingRoom?.obligations.every(({ due }) => due === 'before-unseal')).toBe(true);
    });
  });

  it('reports each collision, and gives nothing that a collision takes away', () => {
    always(({ policy, declaration: on }, { controls, collisions, gaps }) => {
      const takes = on.collisions.flatMap(({ control, value, removes }) => {
        const asked = policy.controls[control];
        if (asked === undefined || !satisfies(control, asked.value, value)) return [];
        return removes.filter((id) => {
          const wanted = policy.controls[id];
          return wanted !== undefined && !satisfies(id, catalogue[id].order.without, wanted.value);
        });
      });
      expect(collisions.map(({ removes }) => removes).sort()).toEqual(takes.sort());
      for (const id of takes) {
        const means = controls.find(({ control }) => control === id)?.means;
        if (means !== undefined) expect(means).toBe('disclosed');
        else expect(gaps).toContainEqual(expect.objectContaining({ code: 'collision', control: id }));
      }
    });
  });

  it('has a must gap where nobody present can start, admit and end, or the entry mode cannot be had', () => {
    always(({ declaration: on }, { hosting, entry, gaps }) => {
      const { canStart, canAdmit, canEnd } = hosting;
      const able = canStart.some((who) => canAdmit.includes(who) && canEnd.includes(who));
      const codes = gaps.filter(({ level }) => level === 'must').map(({ code }) => code);
      expect(codes.includes('no-one-can-admit')).toBe(!able);
      if (on.refusedEntryModes[entry.mode] !== undefined) expect(codes).toContain('entry-mode');
    });
  });

  it('is disclosed wherever the policy accepts that and nothing better can be had', () => {
    always(({ policy }, { gaps }) => {
      for (const { code, control } of gaps)
        if (code === 'no-acceptable-means' || code === 'collision')
          expect(policy.controls[control]?.accept).not.toContain('disclosed');
    });
  });

  it('lists every duty of the host and every disclosure', () => {
    always((_given, { controls, duties, disclosures }) => {
      const listed = (means: Means) =>
        controls.flatMap(({ control, obligations }) =>
          obligations.filter((one) => one.means === means).map(({ sentence }) => [control, sentence]),
        );
      expect(duties.map(({ control, duty }) => [control, duty])).toEqual(listed('host'));
      expect(disclosures.map(({ control, sentence }) => [control, sentence])).toEqual(listed('disclosed'));
    });
  });

  it('is the same for the same input, in whatever order that is written', () => {
    always((given, plan) => {
      const { policy, posture } = given;
      const again = compile({
        ...given,
        policy: { ...policy, controls: reversed(policy.controls) },
        posture: reversed(posture),
      });
      expect(samePlan(again, plan)).toBe(true);
    });
  });
});

const reversed = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).reverse()) as T;

describe.each(platforms)('the declaration of $name', (on) => {
  it('sends only paths that name a body and a field, and none within another', () => {
    fc.assert(
      fc.property(inputOn(on, itemsOf(on)), (given) => {
        const paths = Object.keys(compile(given).wire);
        for (const path of paths) {
          expect(path.split('.').length, path).toBeGreaterThan(1);
          expect(paths.filter((other) => other.startsWith(`${path}.`))).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
