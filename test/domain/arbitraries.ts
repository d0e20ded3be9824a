import fc from 'fast-check';
import { z } from 'zod';
import {
  catalogue,
  controlIds,
  requiredControlIds,
  type ControlId,
} from '../../src/domain/controls/catalogue.ts';
import type { Posture } from '../../src/domain/evidence.ts';
import type { Json } from '../../src/domain/json.ts';
import { Level, Means } from '../../src/domain/means.ts';
import { acceptSet, EntryMode, Policy, type Requirement } from '../../src/domain/policy.ts';
import type { Layer } from '../../src/domain/tighten.ts';

/** When everything in these tests happens. */
export const AT = new Date('2026-11-23T09:00:00.000Z');
export const HOUR_MS = 3_600_000;
export const isoAt = (offsetMs: number): string => new Date(AT.getTime() + offsetMs).toISOString();

/** The parts of JSON Schema that the catalogue's values use. */
interface ValueSchema {
  enum?: Json[];
  const?: Json;
  anyOf?: ValueSchema[];
  type?: string;
  items?: { pattern?: string };
  minimum?: number;
  maximum?: number;
}

const codes = ['AT', 'AU', 'CA', 'DE'];

function fromSchema(schema: ValueSchema): fc.Arbitrary<Json> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(fromSchema));
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 0 });
  if (schema.type === 'array') return fc.array(fc.constantFrom(...codes), { minLength: 1, maxLength: 4 });
  throw new TypeError(`No arbitrary for ${JSON.stringify(schema)}`);
}

/** Valid values of a control as a person may write them, from the control's own schema. */
export const writtenValue = (control: ControlId): fc.Arbitrary<Json> =>
  fromSchema(z.toJSONSchema(catalogue[control].order.schema, { io: 'input' }) as ValueSchema);

/** Valid values of a control as a stored policy holds them. */
export const value = (control: ControlId): fc.Arbitrary<Json> =>
  writtenValue(control).map((written) => catalogue[control].order.schema.parse(written));

const accepted = fc.subarray([...Means.options], { minLength: 1 }).map(acceptSet);

export const requirement = (control: ControlId): fc.Arbitrary<Requirement> =>
  fc.record({ value: value(control), level: fc.constantFrom(...Level.options), accept: accepted });

const byControl = Object.fromEntries(controlIds.map((id) => [id, requirement(id)])) as Record<
  ControlId,
  fc.Arbitrary<Requirement>
>;

/** Any requirements of any controls. */
export const layer: fc.Arbitrary<Layer> = fc
  .record(byControl, { requiredKeys: [] })
  .map((controls) => ({ controls: controls }));

/** Layers that often agree enough to be tightened: few values each, wide sets of means. */
export const mildLayer: fc.Arbitrary<Layer> = fc
  .uniqueArray(fc.constantFrom(...controlIds), { maxLength: 6 })
  .chain((ids) =>
    fc.record(
      Object.fromEntries(
        ids.map((id) => [
          id,
          fc.record({
            value: value(id),
            level: fc.constantFrom(...Level.options),
            accept: fc.subarray([...Means.options], { minLength: 5 }).map(acceptSet),
          }),
        ]),
      ),
    ),
  )
  .map((controls) => ({ controls: controls }));

/** Whole policies that the schema accepts. */
export const policy: fc.Arbitrary<Policy> = fc
  .record({
    controls: fc.record(byControl, { requiredKeys: [...requiredControlIds] }),
    entryMode: fc.constantFrom(...EntryMode.options),
    entryModes: fc.dictionary(
      fc.constantFrom('made-up', 'zoom', 'teams', 'meet'),
      fc.constantFrom(...EntryMode.options),
    ),
    portalReplacesPasscode: fc.boolean(),
    postureMaxAgeHours: fc.integer({ min: 24, max: 168 }),
    openPostureMaxAgeHours: fc.integer({ min: 1, max: 24 }),
  })
  .map((written) => Policy.parse(written));

/** Times of evidence: fresh, at the edges, too old, ahead of us a little or a lot, and no time at all. */
export const evidenceTime: fc.Arbitrary<string> = fc.constantFrom(
  isoAt(0),
  isoAt(-HOUR_MS / 2),
  isoAt(-HOUR_MS),
  isoAt(-HOUR_MS - 1),
  isoAt(-24 * HOUR_MS),
  isoAt(-24 * HOUR_MS - 1),
  isoAt(-400 * HOUR_MS),
  isoAt(60_000),
  isoAt(60_001),
  isoAt(48 * HOUR_MS),
  '9999-12-31T23:59:59.999Z',
  'not a time',
);

/** What items read as in made-up evidence. */
export const itemValues: readonly Json[] = [true, false, 'on', 'off', 'everyone', 0, null, ['a']];

/** Readings of these items, each from its own values; any of them missing, unknown or of any age. */
export const postureOf = (items: ReadonlyMap<string, readonly Json[]>): fc.Arbitrary<Posture> =>
  fc
    .subarray([...items.keys()])
    .chain((read) => fc.tuple(...read.map((item) => readingOf(item, items.get(item) ?? []))))
    .map((readings) => Object.fromEntries(readings));

const readingOf = (item: string, values: readonly Json[]): fc.Arbitrary<[string, Posture[string]]> => {
  const known = (readAt: fc.Arbitrary<string>): fc.Arbitrary<Posture[string]> =>
    fc.record({ value: fc.constantFrom(...values), readAt });
  const unknown: fc.Arbitrary<Posture[string]> = fc.record({
    unknown: fc.constant('Not shown.'),
    readAt: evidenceTime,
  });
  return fc
    .oneof(
      { weight: 4, arbitrary: known(evidenceTime) },
      { weight: 3, arbitrary: known(fc.constant(isoAt(0))) },
      { weight: 1, arbitrary: unknown },
    )
    .map((reading) => [item, reading]);
};
