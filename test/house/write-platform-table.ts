import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { read, root } from './documents.ts';
import { platformsPage, withPlatformTable } from './platform-table.ts';

/** Writes what platforms can keep into README.md and docs/platforms.md; a test compares them with what is committed. */
await writeFile(join(root, 'docs/platforms.md'), platformsPage());
await writeFile(join(root, 'README.md'), withPlatformTable(await read('README.md')));
