import { DomainError } from '../errors.ts';
import { bodyOf, type Slots, type Wire } from './wire.ts';
import type { Json } from '../json.ts';

/** The only word in a meeting's title besides its reference. */
const TOPIC_WORD = 'Session';

/** A meeting's title at the platform: says nothing about anybody. */
export const topicFor = (reference: string): string => `${TOPIC_WORD} ${reference}`;

/** What is personal about a session: names and addresses of the client, the coach and everybody who is or was on the roster. */
export const personalOf = (
  client: { name: string },
  host: { name: string; email: string | null },
  people: readonly { name: string; aliases: readonly string[]; email: string | null }[],
): string[] =>
  [
    client.name,
    host.name,
    host.email,
    ...people.flatMap(({ name, aliases, email }) => [name, ...aliases, email]),
  ].filter((word) => word !== null);

/**
 * Refuses to send a value that holds something personal: the last check before a vendor is called. What a plan itself says is
 * compiled without knowing any person, so only values that were filled in can hold one. The coach's own account, which a
 * plan may have to name, is no participant.
 *
 * @param personal As `personalOf` gives it; short names are looked for too.
 * @throws DomainError ROSTER_LEAK naming the field, never the value.
 */
export function refuseLeaks(wire: Wire, slots: Slots, personal: readonly string[]): void {
  const words = personal.map((word) => word.trim().toLowerCase()).filter((word) => word.length > 1);
  const bodies = new Set(Object.keys(wire).map((path) => path.split('.')[0] ?? ''));
  // Random values may spell a short name by chance.
  const generated = [slots.reference, slots.passcode].filter((value) => value !== undefined);
  const filled = Object.entries(slots).filter(([name]) => name !== 'coach');
  for (const body of bodies) {
    for (const [path, text] of texts(bodyOf(wire, body, slots), body)) {
      if (!filled.some(([, value]) => text.includes(value))) continue;
      const rest = generated
        .reduce((left, value) => left.replace(value, ''), text.replace(TOPIC_WORD, ''))
        .toLowerCase();
      if (words.some((word) => rest.includes(word))) {
        throw new DomainError(
          'ROSTER_LEAK',
          'A value for the platform would hold something personal. It was not sent.',
          {
            field: path,
          },
        );
      }
    }
  }
}

function texts(value: Json, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => texts(item, `${path}.${key}`));
}
