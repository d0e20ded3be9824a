import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RegisteredProvider } from '../../src/domain/provider.ts';
import { providers } from '../../src/providers/registry.ts';
import type { Harness } from './harness.ts';
import { describeProvider } from './suite.ts';

const folder = path.resolve(import.meta.dirname, '../../src/providers');
const registered = Object.entries<RegisteredProvider>(providers);

describe('the registry', () => {
  it('holds exactly the providers that have a folder', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
      .map(({ name }) => name);
    expect(Object.keys(providers).sort()).toEqual(folders.sort());
  });

  it.each(registered.map(([platform]) => platform))('has a harness for %s', (platform) => {
    expect(existsSync(path.join(import.meta.dirname, `${platform}.harness.ts`))).toBe(true);
  });
});

for (const [platform, provider] of registered) {
  const { harness } = (await import(`./${platform}.harness.ts`)) as { harness: Harness };
  describeProvider(platform, provider, harness);
}
