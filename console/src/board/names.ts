import type { Board } from '../types.ts';

export type Person = Board['people'][number];

/**
 * How people are called on the screen. With names hidden, for a screen that is shared, everybody has a number: by id, so that
 * it stays the same while the list is sorted anew.
 */
export interface Naming {
  hidden: boolean;
  of: (personId: string | null) => string;
  /** A sentence of the service's, which may hold names. */
  in: (sentence: string) => string;
}

export function namingOf(people: readonly Person[], hidden: boolean): Naming {
  const byId = new Map(people.map((person) => [person.id, person]));
  if (!hidden) {
    return {
      hidden,
      of: (id) => byId.get(id ?? '')?.name ?? 'Somebody',
      in: (sentence) => sentence,
    };
  }
  const numbers = new Map([...byId.keys()].sort().map((id, index) => [id, `Person ${index + 1}`]));
  const masks = people
    .flatMap(({ id, name, aliases }) =>
      [name, ...aliases].map((said) => [said, numbers.get(id) ?? ''] as const),
    )
    .filter(([said]) => said !== '')
    // A longer name first: it may hold a shorter one.
    .sort(([a], [b]) => b.length - a.length);
  return {
    hidden,
    of: (id) => numbers.get(id ?? '') ?? 'Somebody',
    in: (sentence) => masks.reduce((text, [said, mask]) => text.replaceAll(said, mask), sentence),
  };
}
