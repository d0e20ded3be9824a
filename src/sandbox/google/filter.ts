import { invalidArgument } from './refusal.ts';

const TERM = /^([a-z_.]+)\s*(?:(>=|<=|!=|=|>|<)\s*"([^"]*)"|IS\s+(NOT\s+)?NULL)$/i;

/**
 * A filter of Meet's lists, as a test: terms joined by AND, each `field op "value"` or `field IS NULL`.
 * `fields` gives each filterable field's value in an item; times compare as times.
 */
export function parseFilter<Item>(
  filter: string | undefined,
  fields: Record<string, (item: Item) => string | undefined>,
): (item: Item) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const tests = filter.split(/\s+AND\s+/i).map((term) => parseTerm(term.trim(), fields));
  return (item) => tests.every((test) => test(item));
}

function parseTerm<Item>(
  term: string,
  fields: Record<string, (item: Item) => string | undefined>,
): (item: Item) => boolean {
  const [, name = '', operator, wanted = '', not] = TERM.exec(term) ?? [];
  const read = fields[name];
  if (read === undefined) throw invalidArgument(`Invalid filter: ${term}`, 'filter');
  if (operator === undefined) return (item) => (read(item) === undefined) === (not === undefined);
  const isTime = name.endsWith('_time');
  if (isTime && Number.isNaN(Date.parse(wanted))) throw invalidArgument(`Invalid filter: ${term}`, 'filter');
  return (item) => {
    const value = read(item);
    if (value === undefined) return false;
    const order = isTime ? Date.parse(value) - Date.parse(wanted) : value.localeCompare(wanted);
    return compare(order, operator);
  };
}

function compare(order: number, operator: string): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    default:
      return order <= 0;
  }
}
