import { z } from 'zod';
import type { Observation, Reading } from '../evidence.ts';
import { canonical, Json, sameJson } from '../json.ts';

/** Values that a plan must not hold itself; they are filled in at the call and never stored with the plan. */
export const SlotName = z.enum(['passcode', 'topic', 'reference', 'coach']);
export type SlotName = z.infer<typeof SlotName>;
export type Slots = Partial<Record<SlotName, string>>;

/** Marks the place of a value that is filled in at the call. */
export const slot = (name: SlotName) => ({ $slot: name });

/** Settings by dotted path; the first part of a path names the request body, such as `meeting.settings.waiting_room`. */
export const Wire = z.record(z.string(), Json);
export type Wire = z.infer<typeof Wire>;

export function slotOf(value: Json): SlotName | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const name = SlotName.safeParse(value['$slot']);
  return name.success ? name.data : undefined;
}

/** One request body of the wire settings as nested JSON, its slots filled. Throws where a slot has no value. */
export function bodyOf(wire: Wire, body: string, slots: Slots): Record<string, Json> {
  const nested: Record<string, Json> = {};
  for (const [path, value] of Object.entries(wire)) {
    const [first, ...rest] = path.split('.');
    if (first !== body) continue;
    setPath(nested, rest, fillSlot(path, value, slots));
  }
  return nested;
}

function fillSlot(path: string, value: Json, slots: Slots): Json {
  const name = slotOf(value);
  if (name !== undefined) {
    const filled = slots[name];
    if (filled === undefined) throw new TypeError(`The slot ${name} at ${path} has no value`);
    return filled;
  }
  if (Array.isArray(value)) return value.map((item) => fillSlot(path, item, slots));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillSlot(path, item, slots)]));
}

function setPath(into: Record<string, Json>, parts: string[], value: Json): void {
  const [first, ...rest] = parts;
  if (first === undefined) return;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const next = into[first];
  const child = next !== null && typeof next === 'object' && !Array.isArray(next) ? next : {};
  into[first] = child;
  setPath(child, rest, value);
}

const readPath = (from: Json | undefined, parts: string[]): Json | undefined =>
  parts.reduce<Json | undefined>(
    (here, part) =>
      here !== null && typeof here === 'object' && !Array.isArray(here) && Object.hasOwn(here, part)
        ? here[part]
        : undefined,
    from,
  );

/**
 * Reads back every path of the wire settings from the vendor's answers, given under the same body names. Only those paths
 * are kept, so nothing else of an answer can be stored; where the answer equals what a slot was filled with, the reading is
 * the slot's marker, otherwise `differs`. An answer that holds an address where none was sent reads as `differs` too. A path
 * that the answer lacks is unknown.
 */
export function readBack(wire: Wire, answers: Record<string, Json>, slots: Slots): Observation['items'] {
  const items: Record<string, Reading> = {};
  for (const [path, sent] of Object.entries(wire)) {
    const found = readPath(answers, path.split('.'));
    if (found === undefined) items[path] = { unknown: 'The platform’s answer does not hold this field.' };
    else items[path] = { value: masked(path, sent, found, slots) };
  }
  return items;
}

function masked(path: string, sent: Json, found: Json, slots: Slots): Json {
  const filled = fillSlot(path, sent, slots);
  if (sameJson(filled, found)) return sent;
  return sameJson(filled, sent) && !canonical(found).includes('@') ? found : 'differs';
}
