import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/registry.ts';
import { read } from './documents.ts';
import { ordinary, platformsPage, withPlatformTable } from './platform-table.ts';

const again = 'Run: node test/house/write-platform-table.ts';

describe('the platform table', () => {
  it('has a column for every registered platform', () => {
    expect(Object.keys(ordinary)).toEqual(Object.keys(providers));
  });

  it('in README.md is what the code plans', async () => {
    const readme = await read('README.md');
    expect(readme, again).toBe(withPlatformTable(readme));
  });

  it('in docs/platforms.md is what the code plans', async () => {
    expect(await read('docs/platforms.md'), again).toBe(platformsPage());
  });
});
