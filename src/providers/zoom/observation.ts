import { isKnown, type Observation, type Reading } from '../../domain/evidence.ts';
import { sameJson, type Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { readBack, slotOf, type Slots } from '../../domain/plan/wire.ts';
import { leftOutItems } from '../shared/left-out.ts';
import { asScheduled } from './schedule.ts';

/** Fields whose value at Zoom, where it is not what was sent, may be a secret or somebody's name or address. */
const personal: ReadonlySet<string> = new Set([
  'meeting.password',
  'meeting.topic',
  'meeting.agenda',
  'meeting.settings.alternative_hosts',
  'meeting.settings.authentication_exception',
  'meeting.settings.meeting_invitees',
]);

/** What Zoom answers, as the plan's items. `shown` are topics of Zoom's own that may be kept as they are. */
export function normalise(
  plan: Plan,
  answer: Record<string, Json>,
  slots: Slots,
  shown: readonly string[],
): Observation['items'] {
  const { wire } = plan;
  const read = readBack(wire, { meeting: asScheduled(answer, wire) }, slots);
  const leftOut = leftOutItems(plan);
  const items = Object.fromEntries(
    Object.entries(read).map(([path, reading]): [string, Reading] => [
      path,
      isKnown(reading) ? masked(path, reading) : (leftOut.get(path) ?? reading),
    ]),
  );
  const topic = answer['topic'] ?? '';
  if (shown.some((own) => sameJson(own, topic))) items['meeting.topic'] = { value: topic };
  // Present only where the personal meeting room is used.
  items['meeting.pmi'] = { value: (answer['pmi'] ?? '') === '' ? 'none' : 'used' };
  return items;

  function masked(path: string, reading: { value: Json }): Reading {
    if (!personal.has(path)) return reading;
    const sent = wire[path] ?? null;
    return sameJson(reading.value, sent) || slotOf(reading.value) !== undefined
      ? reading
      : { value: 'differs' };
  }
}
