import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root } from './documents.ts';

const eslint = new ESLint({ cwd: root });

/** What lint says of a file if it began with this line. The file has to be one that there is. */
async function complaints(path: string, line: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: join(root, path) });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

const LAYERS = 'boundaries/dependencies';

describe('lint', () => {
  it.each([
    ['the domain imports a database driver', 'src/domain/means.ts', `import 'pg';`],
    ['the domain imports a part of Node', 'src/domain/means.ts', `import 'node:fs';`],
    ['the domain imports the application', 'src/domain/means.ts', `import '../application/context.ts';`],
    ['a use case imports the storage', 'src/application/hosts.ts', `import '../storage/database.ts';`],
    ['a provider imports another', 'src/providers/zoom/provider.ts', `import '../teams/provider.ts';`],
    [
      'a provider imports a use case',
      'src/providers/zoom/provider.ts',
      `import '../../application/hosts.ts';`,
    ],
    [
      'a sandbox imports an adapter',
      'src/sandbox/zoom/sandbox.ts',
      `import '../../providers/zoom/provider.ts';`,
    ],
    ['a route imports TypeORM', 'src/api/app.ts', `import 'typeorm';`],
    ['a route imports the storage', 'src/api/app.ts', `import '../storage/database.ts';`],
    ['the mail imports the storage', 'src/mail/compose.ts', `import '../storage/database.ts';`],
    ['a use case sends mail by itself', 'src/application/hosts.ts', `import 'nodemailer';`],
    ['the tables of letters import a use case', 'src/names/folding.ts', `import '../application/hosts.ts';`],
    ['a job imports a provider', 'src/jobs/queue.ts', `import '../providers/zoom/provider.ts';`],
  ])('refuses that %s', async (_what, path, line) => {
    expect(await complaints(path, line)).toContain(LAYERS);
  });

  it.each([
    ['src/domain/means.ts', `import 'zod';`],
    ['src/application/hosts.ts', `import '../domain/means.ts';`],
    ['src/compose.ts', `import './providers/zoom/provider.ts';`],
  ])('lets %s have %s', async (path, line) => {
    expect(await complaints(path, line)).toEqual([]);
  });

  it('lets nobody but the configuration read the environment', async () => {
    const line = `export const home = process.env['HOME'];`;
    expect(await complaints('src/application/hosts.ts', line)).toContain('no-restricted-properties');
    expect(await complaints('src/config.ts', line)).toEqual([]);
  });
});
