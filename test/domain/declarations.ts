import fc from 'fast-check';
import { controlIds, type ControlId } from '../../src/domain/controls/catalogue.ts';
import type { Expectation } from '../../src/domain/evidence.ts';
import type { Json } from '../../src/domain/json.ts';
import {
  hostingModes,
  type ControlDeclaration,
  type Declaration,
  type Part,
} from '../../src/domain/plan/declaration.ts';
import { EntryMode } from '../../src/domain/policy.ts';
import { itemValues, value } from './arbitraries.ts';

/** What a made-up account shows. */
export const accountItems = new Map(['user.a', 'user.b', 'group.c'].map((item) => [item, itemValues]));
/** The sentence of every made-up part that needs our page. */
export const ON_OUR_PAGE = 'Our page does it.';

const accountExpectation: fc.Arbitrary<Expectation> = fc.record({
  from: fc.constant('account'),
  item: fc.constantFrom(...accountItems.keys()),
  oneOf: fc.subarray([...itemValues], { minLength: 3 }),
});
const accountExpectations = fc.array(accountExpectation, { maxLength: 2 });

const fieldOf = (control: ControlId) => `meeting.${control.replaceAll('.', '_')}`;
/** A path that several controls set. */
const SHARED = 'meeting.shared';

const enforcedPart = (control: ControlId): fc.Arbitrary<Part> => {
  const meetingExpectations: fc.Arbitrary<Expectation[]> = fc.array(
    fc.record({
      from: fc.constant('meeting'),
      item: fc.constantFrom(fieldOf(control), SHARED, 'meeting.only-read'),
      oneOf: fc.tuple(value(control)),
    }),
    { maxLength: 2 },
  );
  return fc.oneof(
    fc.constant<Part>({ means: 'enforced' }),
    meetingExpectations.map((expects): Part => ({ means: 'enforced', expects })),
    fc.constant<Part>({
      means: 'enforced',
      expects: (asked) => [{ from: 'meeting', item: fieldOf(control), oneOf: [asked] }],
    }),
  );
};

const otherPart: fc.Arbitrary<Part> = fc.oneof(
  accountExpectations.map((expects): Part => ({
    means: 'account',
    expects,
    remedy: 'Set it.',
    access: 'Let us read it.',
  })),
  accountExpectations.map((expects): Part => ({
    means: 'account',
    expects: () => expects,
    remedy: 'Set it.',
    access: 'Show it.',
  })),
  fc.record({ due: fc.constantFrom('at-entry', 'after'), page: fc.boolean() }).map(({ due, page }): Part => ({
    means: 'service',
    due,
    page,
    record: 'done',
    sentence: page ? ON_OUR_PAGE : 'We do it.',
  })),
  fc.constant<Part>({ means: 'host', duty: 'Do it.' }),
  fc.constant<Part>({ means: 'notice', sentence: 'Please do.' }),
  fc.constant<Part>({ means: 'disclosed', sentence: 'It cannot be had.' }),
  fc.constant<Part>({ means: 'absent', sentence: 'There is no such danger.' }),
);

function controlDeclaration(control: ControlId): fc.Arbitrary<ControlDeclaration> {
  const part = fc.oneof(enforcedPart(control), otherPart);
  const parts = fc.array(part, { minLength: 1, maxLength: 2 }) as unknown as fc.Arbitrary<[Part, ...Part[]]>;
  const offer = fc.record({ parts, conditional: fc.constantFrom(true, false, undefined) });
  return fc
    .record({
      sends: fc.constantFrom('nothing', 'its own', 'its own and a shared one'),
      offers: fc.array(offer, { maxLength: 4 }),
    })
    .map(({ sends, offers }) => ({
      ...(sends === 'nothing' ? {} : { fields: fieldsOf(control, sends !== 'its own') }),
      offers: offers.map(({ parts, conditional }) => ({
        parts,
        ...(conditional === undefined ? {} : { when: { says: 'sometimes', holds: () => conditional } }),
      })),
      sources: [],
    }));
}

const fieldsOf = (control: ControlId, shared: boolean) => (asked: Json) => ({
  [fieldOf(control)]: asked,
  ...(shared ? { [SHARED]: asked } : {}),
});

const people = fc.subarray<'organiser' | 'coach'>(['organiser', 'coach']);

/** Platforms that keep, cannot keep and half keep any control. */
export const declaration: fc.Arbitrary<Declaration> = fc
  .record({
    controls: fc.record(
      Object.fromEntries(controlIds.map((id) => [id, controlDeclaration(id)])),
    ) as unknown as fc.Arbitrary<Declaration['controls']>,
    collisions: fc.array(
      fc.constantFrom(...controlIds).chain((control) =>
        fc.record({
          control: fc.constant(control),
          value: value(control),
          removes: fc.subarray([...controlIds], { minLength: 1, maxLength: 3 }),
          why: fc.constant('Both cannot be had.'),
        }),
      ),
      { maxLength: 2 },
    ),
    refused: fc.subarray([...EntryMode.options], { maxLength: 1 }),
    canStart: people,
    canAdmit: people,
    canEnd: people,
  })
  .map(({ controls, collisions, refused, ...who }) => ({
    platform: 'made-up',
    name: 'Made Up',
    operator: { name: 'Made Up, Inc.', basedIn: 'Nowhere' },
    backings: {},
    controls,
    schedule: () => ['meeting.start'],
    base: () => ({ 'meeting.start': '2026-12-01T09:00:00.000Z' }),
    collisions,
    waiting: { place: 'the lobby', how: 'You wait in the lobby.' },
    refusedEntryModes: Object.fromEntries(refused.map((mode) => [mode, 'Not here.'])),
    hosting: () => ({ organises: 'Somebody.', ...who, closes: 'Ask somebody else.' }),
    passcodeRule: () => ({ length: 8, groups: ['digit'] }),
  }));

export const hosting = fc.record({
  hosting: fc.constantFrom(...hostingModes),
  people: fc.record({
    coach: fc.constantFrom('organiser', 'member', 'guest', 'outsider'),
    organiserPresent: fc.boolean(),
  }),
});
