import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { catalogue, controlIds } from '../../src/domain/controls/catalogue.ts';
import { Overlay, type Requirement } from '../../src/domain/policy.ts';
import {
  isAtLeastAsStrict,
  isConflict,
  policyFor,
  sameLayer,
  tighten,
  type Conflict,
  type Layer,
} from '../../src/domain/tighten.ts';
import { layer, mildLayer, requirement } from './arbitraries.ts';

const layers = fc.oneof(layer, mildLayer, mildLayer);
/** Two or three layers about one control: they meet, agree and conflict far more often than whole ones. */
const together = (count: number) =>
  fc
    .constantFrom(...controlIds)
    .chain((id) => fc.array(requirement(id), { minLength: count, maxLength: count }).map(layersOf(id)));
const layersOf = (id: string) => (all: Requirement[]) =>
  all.map((one): Layer => ({ controls: { [id]: one } }));
const two = fc.oneof(together(2), fc.array(layers, { minLength: 2, maxLength: 2 })) as fc.Arbitrary<
  [Layer, Layer]
>;
const three = fc.oneof(together(3), fc.array(layers, { minLength: 3, maxLength: 3 })) as fc.Arbitrary<
  [Layer, Layer, Layer]
>;

const sameOutcome = (a: Layer | Conflict, b: Layer | Conflict): boolean =>
  isConflict(a) || isConflict(b) ? isConflict(a) && isConflict(b) : sameLayer(a, b);

const holds = (property: fc.IPropertyWithHooks<[[Layer, Layer]]>) => fc.assert(property, { numRuns: 300 });

describe('tightening', () => {
  it('does not depend on the order of the layers', () => {
    holds(fc.property(two, ([a, b]) => sameOutcome(tighten(a, b), tighten(b, a))));
  });

  it('does not depend on how three layers are grouped', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => sameOutcome(tighten(tighten(a, b), c), tighten(a, tighten(b, c)))),
      { numRuns: 300 },
    );
  });

  it('changes nothing where both layers ask the same', () => {
    fc.assert(
      fc.property(layers, (a) => sameOutcome(tighten(a, a), a)),
      { numRuns: 100 },
    );
  });

  it('is never looser than either layer', () => {
    holds(
      fc.property(two, ([a, b]) => {
        const joined = tighten(a, b);
        return isConflict(joined) || (isAtLeastAsStrict(joined, a) && isAtLeastAsStrict(joined, b));
      }),
    );
  });

  it('conflicts exactly where a shared control has no value or no means in common', () => {
    holds(
      fc.property(two, ([a, b]) => {
        const apart = controlIds.filter((id) => {
          const [ours, theirs] = [a.controls[id], b.controls[id]];
          if (ours === undefined || theirs === undefined) return false;
          return (
            catalogue[id].order.join(ours.value, theirs.value) === undefined ||
            !ours.accept.some((means) => theirs.accept.includes(means))
          );
        });
        const joined = tighten(a, b);
        expect(isConflict(joined) ? joined.conflict.map(({ control }) => control) : []).toEqual(apart);
      }),
    );
  });

  it('keeps a conflict, whatever it is tightened with', () => {
    const conflict: Conflict = { conflict: [{ control: 'entry.lock.v1', why: 'Nothing in common.' }] };
    fc.assert(
      fc.property(layers, (a) => {
        expect(tighten(conflict, a)).toEqual(conflict);
        expect(tighten(a, conflict)).toEqual(conflict);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the order of values of each control', () => {
  it.each(controlIds)('%s: joining gives the loosest value that satisfies both', (id) => {
    const { order } = catalogue[id];
    const values = requirement(id).map(({ value }) => value);
    fc.assert(
      fc.property(values, values, values, (a, b, other) => {
        const joined = order.join(a, b);
        if (joined !== undefined) {
          expect(order.satisfies(joined, a) && order.satisfies(joined, b)).toBe(true);
          if (order.satisfies(other, a) && order.satisfies(other, b))
            expect(order.satisfies(other, joined)).toBe(true);
        } else expect(order.satisfies(other, a) && order.satisfies(other, b)).toBe(false);
        expect(order.satisfies(a, a)).toBe(true);
        if (order.satisfies(a, b) && order.satisfies(b, other)) expect(order.satisfies(a, other)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it.each(controlIds.filter((id) => catalogue[id].kind === 'guard'))(
    '%s: every value satisfies what is left without the control',
    (id) => {
      const { order } = catalogue[id];
      fc.assert(
        fc.property(requirement(id), ({ value }) => order.satisfies(value, order.without)),
        { numRuns: 20 },
      );
    },
  );
});

describe('a client’s overlay on the practice’s policy', () => {
  const overlaid = (overlay: unknown) => policyFor(confidentialSession, Overlay.parse(overlay));
  const chatOff = { value: 'off', level: 'must', accept: ['enforced'] };

  it('tightens a guard and leaves everything else as it is', () => {
    const policy = overlaid({
      controls: { 'entry.dial-in.v1': { value: 'off', level: 'must', accept: ['enforced', 'account'] } },
    });
    expect(policy).toEqual({
      ...confidentialSession,
      controls: {
        ...confidentialSession.controls,
        'entry.dial-in.v1': { value: 'off', level: 'must', accept: ['enforced', 'account'] },
      },
    });
  });

  it('cannot loosen a guard', () => {
    const policy = overlaid({
      controls: {
        'entry.waiting-room.v1': { value: 'off', level: 'should', accept: ['enforced', 'disclosed'] },
      },
    });
    expect(policy).toEqual(confidentialSession);
  });

  it('conflicts where it wants an affordance otherwise without saying why', () => {
    expect(overlaid({ controls: { 'collaboration.chat.v1': chatOff } })).toMatchObject({
      conflict: [{ control: 'collaboration.chat.v1', why: expect.stringContaining('Override') as string }],
    });
  });

  it.each([
    ['alone', {}],
    ['and in its requirements too', { 'collaboration.chat.v1': chatOff }],
  ])('has an affordance otherwise where it overrides it with a reason, %s', (_title, controls) => {
    const policy = overlaid({
      controls,
      overrides: [{ control: 'collaboration.chat.v1', value: 'off', reason: 'The client’s works council.' }],
    });
    expect(policy).toMatchObject({ controls: { 'collaboration.chat.v1': { value: 'off' } } });
  });

  it('is refused where it overrides a guard', () => {
    const overrides = [{ control: 'entry.lock.v1', value: 'not-required', reason: 'People come late.' }];
    expect(overlaid({ overrides })).toEqual({
      conflict: [{ control: 'entry.lock.v1', why: 'A guard can be tightened, never overridden.' }],
    });
  });
});
