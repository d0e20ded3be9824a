import type { Json, JsonObject } from '../shared/paths.ts';
import { invalidArgument } from './refusal.ts';

/** A parsed `fields` parameter: names, each with what is selected below it (empty: everything). */
type Selection = Map<string, Selection>;

/** Keeps only what the `fields` parameter names: `a,b/c,d(e,f)`, `*` for all. Lists are passed through item by item. */
export function selectFields(value: JsonObject, fields: string): JsonObject {
  const kept = keep(value, parse(fields));
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {};
}

function keep(value: Json, selection: Selection): Json {
  if (selection.size === 0 || selection.has('*')) return value;
  if (Array.isArray(value)) return value.map((item) => keep(item, selection));
  if (typeof value !== 'object' || value === null) return value;
  const kept: JsonObject = {};
  for (const [name, below] of selection) {
    const found = value[name];
    if (found !== undefined) kept[name] = keep(found, below);
  }
  return kept;
}

function parse(fields: string): Selection {
  const tokens = fields.match(/[^,()/\s]+|[,()/]/g) ?? [];
  let position = 0;
  const fail = () => invalidArgument(`Invalid field selection ${fields}`, 'fields');

  const parseList = (): Selection => {
    const list: Selection = new Map();
    for (;;) {
      const name = tokens[position++];
      if (name === undefined || /[,()/]/.test(name)) throw fail();
      list.set(name, parseBelow());
      if (tokens[position] !== ',') return list;
      position += 1;
    }
  };
  const parseBelow = (): Selection => {
    if (tokens[position] === '/') {
      const name = tokens[(position += 1)];
      position += 1;
      if (name === undefined || /[,()/]/.test(name)) throw fail();
      return new Map([[name, parseBelow()]]);
    }
    if (tokens[position] !== '(') return new Map();
    position += 1;
    const list = parseList();
    if (tokens[position++] !== ')') throw fail();
    return list;
  };

  const selection = parseList();
  if (position !== tokens.length) throw fail();
  return selection;
}
