import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, requiredControlIds } from '../../src/domain/controls/catalogue.ts';
import { EvidenceClass } from '../../src/domain/evidence.ts';
import { VerdictKind } from '../../src/domain/judge.ts';
import { Due, Level, Means } from '../../src/domain/means.ts';
import { hostingModes } from '../../src/domain/plan/declaration.ts';
import { EntryMode } from '../../src/domain/policy.ts';
import { LinkState, SessionState } from '../../src/domain/session.ts';
import { MisbehaviourKind } from '../../src/sandbox/shared/misbehaviour.ts';
import { listPages, plain, read, root, section, tableRows } from './documents.ts';

describe('the pages', async () => {
  it.each(await listPages())('%s links to what is there', async (path) => {
    const page = await read(path);
    const broken: string[] = [];
    for (const [, target = ''] of page.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, linked))) broken.push(target);
      else if (anchor !== undefined && !anchorsOf(await read(linked)).includes(anchor)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });
});

/** The anchors that a page’s headings have: lower case, hyphens for spaces, nothing but letters, digits and hyphens. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('docs/glossary.md', () => {
  const words = {
    means: Means.options,
    'what is due when': Due.options,
    levels: Level.options,
    verdicts: VerdictKind.options,
    'evidence classes': EvidenceClass.options,
    'kinds of hosting': hostingModes,
    'entry modes': EntryMode.options,
    states: SessionState.options,
    links: LinkState.options,
  };

  it.each(Object.entries(words))('explains every one of the %s', async (_kind, list) => {
    const glossary = await read('docs/glossary.md');
    expect(
      list.filter((word) => !glossary.includes(`\`${word}\``) && !glossary.includes(`| ${word} |`)),
    ).toEqual([]);
  });

  it('lists the means in their order, and a session’s states as they are', async () => {
    const glossary = await read('docs/glossary.md');
    const first = (heading: string) => tableRows(section(glossary, heading)).map(([word]) => plain(word));
    expect(first('Means')).toEqual(Means.options);
    expect(first("A session's states")).toEqual(SessionState.options);
  });
});

describe('docs/dependencies.md', () => {
  it('gives a reason for exactly the packages that the service needs', async () => {
    const rows = tableRows(await read('docs/dependencies.md'));
    const { dependencies, optionalDependencies } = JSON.parse(await read('package.json')) as Record<
      'dependencies' | 'optionalDependencies',
      Record<string, string>
    >;
    const needed = Object.keys({ ...dependencies, ...optionalDependencies });
    expect(rows.map(([name]) => plain(name)).sort()).toEqual(needed.sort());
    expect(rows.filter(([, why]) => (why ?? '').length < 10)).toEqual([]);
  });
});

describe('docs/adr', async () => {
  const pages = (await listPages()).filter((path) => /^docs\/adr\/\d/.test(path));

  it.each(pages)('%s has its four parts', async (path) => {
    const page = await read(path);
    for (const part of ['Context', 'Choice', 'Rejected', 'Consequences'])
      expect(section(page, part).trim().length, part).toBeGreaterThan(40);
  });

  it('is numbered without a hole, and its index names every page', async () => {
    expect(pages.map((path) => Number(/(\d+)-/.exec(path)?.[1]))).toEqual(pages.map((_, index) => index + 1));
    const index = await read('docs/adr/README.md');
    expect(pages.filter((path) => !index.includes(`](${path.replace('docs/adr/', '')})`))).toEqual([]);
  });
});

describe('docs/control-mapping.md', () => {
  it('names controls of the catalogue', async () => {
    const named = tableRows(await read('docs/control-mapping.md')).map(([id]) => plain(id));
    expect(named.filter((id) => !(id in catalogue))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  const references = join(root, '../shared/specs/control-references.json');
  it.skipIf(!existsSync(references))(
    'names baselines’ rules that exist (needs ../shared/specs)',
    async () => {
      const catalogues = JSON.parse(await read('../shared/specs/control-references.json')) as Record<
        string,
        unknown
      >;
      const known = Object.values(catalogues).flatMap((list) =>
        Array.isArray(list) ? list.map(({ id }: { id: string }) => id) : [],
      );
      const cells = tableRows(await read('docs/control-mapping.md')).map(([, cell]) => cell ?? '');
      const named = cells.flatMap(
        (cell) => cell.match(/(?:MS|GWS)\.\w+(?:\.\d+)+v\d+|\d+(?:\.\d+){2,}/g) ?? [],
      );
      expect(named.filter((id) => !known.includes(id))).toEqual([]);
      expect(named.length).toBeGreaterThan(40);
    },
  );
});

describe('docs/sandboxes.md', () => {
  it('lists every misbehaviour', async () => {
    const rows = tableRows(section(await read('docs/sandboxes.md'), 'Misbehaviours'));
    expect(rows.flatMap(([kind]) => plain(kind).split(', '))).toEqual(MisbehaviourKind.options);
  });
});

describe('README.md', () => {
  it('lists exactly the variables that the service reads, with their defaults', async () => {
    const source = await read('src/config.ts');
    const shape = /const Environment = z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(source)?.[1] ?? '';
    const variables = [...shape.matchAll(/^ {2}([A-Z_]+): (.+)$/gm)].map(([, name, schema = '']) => [
      name,
      /\.default\('?([^')]+)'?\)/.exec(schema)?.[1]?.replaceAll('_', '') ?? 'none',
    ]);
    const rows = tableRows(section(await read('README.md'), 'Configuration'));
    expect(rows.map(([name, value]) => [plain(name), plain(value)])).toEqual(variables);
  });

  it('says how many controls a policy has', async () => {
    expect(await read('README.md')).toContain(`one value for each of ${requiredControlIds.length} controls`);
  });

  it('shows the same three commands as npm start prints', async () => {
    const commands = (text: string) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('curl ') || /^# \d/.test(line));
    const printed = commands(await read('src/main.ts')).map((line) =>
      line.replaceAll('${address}', '$ADDRESS').replaceAll('${id}', '$ID'),
    );
    expect(printed.length).toBeGreaterThanOrEqual(6);
    expect(commands(section(await read('README.md'), 'Three things to try'))).toEqual(printed);
  });

  it('names only scripts that there are, and so do the other pages', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
    for (const path of [...(await listPages()), '.ci/run']) {
      const page = await read(path);
      const named = [...page.matchAll(/npm (?:run (\w+)|(start|test))/g)].map(
        ([, script, short]) => script ?? short,
      );
      expect(
        named.filter((name) => name === undefined || !(name in scripts)),
        path,
      ).toEqual([]);
    }
  });
});
