import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { findChromium } from './support/chromium.ts';

/**
 * `npm run test:browser`: builds the console and goes through whole sessions in real Chromium. Further words go to the test runner.
 * Where there is no Chromium, one line says so and nothing has failed.
 */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const chromium = findChromium();
if (chromium === undefined) {
  console.log('Browser tests skipped: no Chromium at /usr/bin/chromium, and CHROMIUM_PATH names none.');
} else {
  await build({ root: here('../../console'), logLevel: 'warn' });
  const { status } = spawnSync(
    process.execPath,
    [
      here('../../node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      here('vitest.config.ts'),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', cwd: here('../..') },
  );
  process.exitCode = status ?? 1;
}
