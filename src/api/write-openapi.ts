import { writeFile } from 'node:fs/promises';
import { describeApi } from './describe.ts';

/** Writes `openapi.json` anew: run it after changing the API, and commit both together. */
await writeFile(new URL('../../openapi.json', import.meta.url), await describeApi());
