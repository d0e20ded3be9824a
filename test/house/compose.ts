import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { z } from 'zod';
import { read } from './documents.ts';

const Text = z.record(z.string(), z.string());

/** What the tests look at of a service; the whole file is held to the Compose specification besides. */
const Service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: Text.default({}),
});

const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  configs: z.record(z.string(), z.looseObject({ content: z.string() })),
});

/** `docker-compose.yml` as written, before its variables are filled in. */
export const readCompose = async (): Promise<unknown> =>
  parse(await read('docker-compose.yml'), { merge: true }) as unknown;

/**
 * The file as Compose sees it with these variables set. Knows `${NAME:?message}` only, the one form that cannot go on with a
 * secret left out.
 *
 * @throws Error where a variable is not set, or is written in another form.
 */
export async function fillCompose(variables: Readonly<Record<string, string>>) {
  const filled = fill(await readCompose(), (text) =>
    text.replaceAll(/\$\{([^}]*)\}|\$/g, (whole, inner: string | undefined) => {
      const [, name, message] = /^(\w+):\?(.+)$/.exec(inner ?? '') ?? [];
      if (name === undefined) throw new Error(`Not a required variable: ${whole}`);
      const value = variables[name];
      if (value === undefined) throw new Error(`${name} is not set: ${message ?? ''}`);
      return value;
    }),
  );
  return Compose.parse(filled);
}

function fill(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => fill(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, replace)]));
}

/** The official JSON schema of Compose files. It comes with the package that testcontainers drives Compose by. */
export function readComposeSchema(): Record<string, unknown> {
  const testcontainers = createRequire(import.meta.url).resolve('testcontainers');
  const schema = createRequire(testcontainers)('docker-compose/schema/compose-spec.json') as Record<
    string,
    unknown
  >;
  // It names the draft by an address that ajv does not know; the draft is ajv's own default.
  return { ...schema, $schema: undefined };
}

/** What the image runs where Compose names no command. */
export async function readImageCommand(): Promise<string[]> {
  const [, command] = /^CMD (\[.*\])$/m.exec(await read('Dockerfile')) ?? [];
  return z.array(z.string()).parse(JSON.parse(command ?? ''));
}

/** Environment that the image sets. */
export async function readImageEnvironment(): Promise<Record<string, string>> {
  const [, pairs = ''] = /^ENV (.+)$/m.exec(await read('Dockerfile')) ?? [];
  return Text.parse(Object.fromEntries(pairs.split(' ').map((pair) => pair.split('='))));
}
