import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { configFromProcess } from './config.ts';
import { runProgram } from './program.ts';
import { startTryout } from './tryout/run.ts';
import { requestSessions, type SessionReport } from './tryout/story.ts';
import { asTable } from './tryout/table.ts';

/**
 * `npm run demo`: starts everything, requests one session for each example client through the public API, and compares what
 * came of it with `examples/expected.json`. `--json` prints that document instead of the table. Exits 1 where they differ.
 */
const asJson = process.argv.includes('--json');
await runProgram(async () => {
  const tryout = await startTryout({ ...configFromProcess(), database: null, port: 0, logLevel: 'error' });
  try {
    const sessions = await requestSessions(tryout.api, tryout.practice, new Date());
    const document = { sessions: sessions.map(withoutWords) };
    console.log(asJson ? JSON.stringify(document, null, 2) : asTable(sessions));
    const expected: unknown = JSON.parse(
      await readFile(new URL('../examples/expected.json', import.meta.url), 'utf8'),
    );
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(document)), expected)) {
      console.error(
        '\nThis is not what examples/expected.json says. Compare it with: npm run demo -- --json',
      );
      process.exitCode = 1;
    } else if (!asJson) {
      console.log(
        '\nAs examples/expected.json says: the same policy on three platforms, read back and judged control by control.',
      );
    }
  } finally {
    await tryout.stop();
  }
});

function withoutWords({ client, platform, state, link, controls }: SessionReport) {
  return { client, platform, state, link, controls };
}
