import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** More than these are better looked up in the API's description. */
const MAX_OPTIONS = 25;

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID, as this API gives ids',
  email: 'an e-mail address',
  url: 'an address such as https://example.org',
  datetime: 'a time with its offset, such as 2026-12-01T09:00:00Z',
  date: 'a date such as 2026-12-01',
};

const units: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };

/**
 * What a field must be, as a plain sentence, for every refusal whose schema has no sentence of its own. Installed with
 * `z.config({ localeError: wording })`. It never repeats what was sent.
 */
export function wording(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = types[issue.expected] ?? 'something else';
      return issue.input === undefined ? `Is missing: it must be ${wanted}.` : `Must be ${wanted}.`;
    }
    case 'invalid_value':
      return `Must be ${oneOf(issue.values.map(String))}.`;
    case 'invalid_format':
      return `Must be ${formats[issue.format] ?? 'written as the API’s description says'}.`;
    case 'too_small':
      return `Must be ${issue.inclusive === false ? 'more than' : 'at least'} ${sized(issue.minimum, issue.origin)}.`;
    case 'too_big':
      return `Must be ${issue.inclusive === false ? 'less than' : 'at most'} ${sized(issue.maximum, issue.origin)}.`;
    case 'unrecognized_keys':
      return `Unknown: ${issue.keys.join(', ')}.`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return 'Is none of what is accepted here; see the API’s description.';
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`;
    default:
      return 'Is not accepted.';
  }
}

function oneOf(values: string[]): string {
  if (values.length === 1) return values.join();
  const named = values.slice(0, MAX_OPTIONS).join(', ');
  return values.length > MAX_OPTIONS
    ? `one of ${values.length} values, such as ${values.slice(0, 3).join(', ')}; see the API’s description`
    : `one of: ${named}`;
}

function sized(size: number | bigint, origin: string): string {
  const unit = units[origin];
  if (unit === undefined) return String(size);
  return `${size} ${unit}${Number(size) === 1 ? '' : 's'} long`;
}
