import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../../src/application/context.ts';
import { describeApi } from '../../src/api/describe.ts';
import { examples } from '../../src/api/openapi-examples.ts';

const addFormats = addFormatsModule.default;

interface Media {
  schema: { $ref?: string };
  examples?: Record<string, { $ref: string }>;
}
interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: { apiKey?: string[] }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { description?: string; examples?: unknown[] }> };
}

let text = '';
let document: Document;
let operations: (Operation & { method: string; path: string })[] = [];

beforeAll(async () => {
  text = await describeApi();
  document = JSON.parse(text) as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
});

describe('the API’s description', () => {
  it('is the committed openapi.json; write it anew with src/api/write-openapi.ts', async () => {
    const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
    expect(committed === text).toBe(true);
  });

  it('is OpenAPI 3.1 whose every reference leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const refs = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, ref = '']) => ref);
    const known = Object.entries(document.components).flatMap(([kind, parts]) =>
      Object.keys(parts).map((name) => `#/components/${kind}/${name}`),
    );
    expect(refs.filter((ref) => !known.includes(ref))).toEqual([]);
  });

  it('gives every operation a name of its own, texts, a tag that is described, and its scopes', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(operations.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operationId, summary, description, tags: own, security, path } of operations) {
      expect(
        [summary, description].every((words) => words.length > 5),
        operationId,
      ).toBe(true);
      expect(
        own.every((tag) => tags.includes(tag)),
        operationId,
      ).toBe(true);
      const wanted = security.flatMap(({ apiKey = [] }) => apiKey);
      expect(
        wanted.every((scope) => (scopes as readonly string[]).includes(scope)),
        operationId,
      ).toBe(true);
      const isBehindKey = path.startsWith('/v1/') && !/\/(sign-ins|console-session)$/.test(path);
      expect(security.filter(({ apiKey }) => apiKey !== undefined).length, operationId).toBe(
        isBehindKey ? 1 : 0,
      );
    }
  });

  it('describes every component, with an example that fits it', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema({ ...document, $id: 'https://description.test/api' });
    const wrong = Object.entries(document.components.schemas).flatMap(
      ([name, { description, examples: own }]) => {
        const fits = ajv.compile({ $ref: `https://description.test/api#/components/schemas/${name}` });
        if (description === undefined || own?.length !== 1) return [`${name} lacks a text or an example`];
        return fits(own[0]) ? [] : [`${name}: ${ajv.errorsText(fits.errors)}`];
      },
    );
    expect(wrong).toEqual([]);
  });

  it('shows an example with every body', () => {
    const without = operations.flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)]
        .flatMap((body) => Object.values(body?.content ?? {}))
        .filter((media) => Object.keys(media.examples ?? {}).length !== 1)
        .map(() => operationId),
    );
    expect(without).toEqual([]);
  });

  it('has no example of what is not there', () => {
    const known = Object.keys(document.components.schemas);
    expect(Object.keys(examples).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names the refusal of a missing key, and of too many requests, for every operation behind a key', () => {
    for (const { operationId, responses, security } of operations) {
      if (!security.some(({ apiKey }) => apiKey !== undefined)) continue;
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['401', '429', '503']));
      expect(responses['401']?.content?.['application/problem+json'], operationId).toBeDefined();
    }
  });
});
