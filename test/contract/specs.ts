import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe } from 'vitest';

/**
 * The vendors' official documents, as data. The folder is optional: it is not part of this repository, and where it
 * is missing the contract tests are skipped with one visible line instead of passing quietly.
 */
const folder = path.resolve(import.meta.dirname, '../../../shared/specs');

/** JSON Schema as it stands in the documents. */
export type Schema = { [key: string]: unknown };

/** The folder with the vendors' documents, or undefined where this checkout has none. */
export function specsFolder(): string | undefined {
  return existsSync(path.join(folder, 'README.md')) ? folder : undefined;
}

/** Like `describe`, for tests that need the vendors' documents: skipped, and saying so, where there are none. */
export function describeContract(title: string, fn: () => void): void {
  const missing = specsFolder() === undefined;
  if (missing)
    console.warn(`Contract tests skipped: "${title}" needs the vendors' documents in ../shared/specs.`);
  describe.skipIf(missing)(title, fn);
}

/**
 * Reads one document of the folder. `T` is what the caller expects to find in it; nothing is checked here.
 * @throws if the file is not there: inside `describeContract` call it in a hook or a test, because the body of a
 * skipped `describe` still runs.
 */
export function loadSpec<T = Schema>(file: string): T {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as T;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy of a schema in which a property that is not listed is an error, at every depth. Where shapes are joined by
 * `allOf` the join is closed, not its parts. Schemas that say themselves what further properties may be keep that.
 */
export function closed(schema: Schema): Schema {
  return closeAt(schema, false);
}

function closeAt(schema: Schema, isPart: boolean): Schema {
  const copy: Schema = {};
  for (const [key, value] of Object.entries(schema)) copy[key] = closeKeyword(key, value, isPart);
  const open = copy.additionalProperties === undefined || copy.additionalProperties === true;
  if (isPart || !open) return copy;
  if (copy.allOf !== undefined) {
    delete copy.additionalProperties;
    copy.unevaluatedProperties = false;
  } else if (copy.properties !== undefined) copy.additionalProperties = false;
  return copy;
}

function closeKeyword(key: string, value: unknown, isPart: boolean): unknown {
  if ((key === 'properties' || key === '$defs') && isSchema(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [name, isSchema(child) ? closeAt(child, false) : child]),
    );
  }
  if (key === 'items' && isSchema(value)) return closeAt(value, false);
  if (key === 'allOf' && Array.isArray(value)) return value.map((part: Schema) => closeAt(part, true));
  if ((key === 'anyOf' || key === 'oneOf') && Array.isArray(value)) {
    return value.map((part: Schema) => closeAt(part, isPart));
  }
  return value;
}

/** Compiles a schema; the result lists what is wrong with a value, one line each, and is empty where it is valid. */
export function validator(schema: Schema): (value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormatsModule.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  };
}
