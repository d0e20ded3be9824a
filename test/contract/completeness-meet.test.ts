import { beforeAll, expect, it } from 'vitest';
import { compile } from '../../src/domain/plan/compile.ts';
import { ignoredFields } from '../../src/providers/meet/ignored-fields.ts';
import { ordinaryMeet } from '../support/ordinary-meet.ts';
import { meetDocuments, writableLeaves, type Discovery } from './google-spec.ts';
import { describeContract } from './specs.ts';

/** Every field that any hosting sends for the guide. */
const sent = new Set(
  [ordinaryMeet.people, { coach: 'member', organiserPresent: false } as const].flatMap((people) =>
    Object.keys(compile({ ...ordinaryMeet, people }).wire),
  ),
);

/** Fields of the bodies that make and change a space and a member, which neither are sent nor have a reason not to be. */
const forgotten = (documents: Discovery[]): string[] =>
  [
    ...writableLeaves(documents, 'Space').map((leaf) => `space.${leaf}`),
    ...writableLeaves(documents, 'Member').map((leaf) => `member.${leaf}`),
  ].filter((path) => !sent.has(path) && ignoredFields[path] === undefined);

describeContract('Google Meet’s writable fields', () => {
  let documents: Discovery[];
  beforeAll(() => {
    documents = meetDocuments();
  });

  it('are each sent, or ignored for a reason', () => {
    expect(forgotten(documents)).toEqual([]);
  });

  it('would be missed if Google added one', () => {
    const config = documents[0]?.schemas['SpaceConfig'];
    const properties = { ...(config?.properties as object), newSwitch: { type: 'string' } };
    const grown = documents.map((document) => ({
      ...document,
      schemas: { ...document.schemas, SpaceConfig: { ...config, properties } },
    }));
    expect(forgotten(grown)).toEqual(['space.config.newSwitch']);
  });

  it('are what is sent and what is ignored, nothing else and nothing twice', () => {
    const writable = new Set([
      ...writableLeaves(documents, 'Space').map((leaf) => `space.${leaf}`),
      ...writableLeaves(documents, 'Member').map((leaf) => `member.${leaf}`),
    ]);
    for (const path of [...sent, ...Object.keys(ignoredFields)]) expect(writable, path).toContain(path);
    expect(Object.keys(ignoredFields).filter((path) => sent.has(path))).toEqual([]);
  });
});
