import { writeFile } from 'node:fs/promises';
import { compose } from '../../../src/mail/compose.ts';
import { goldenMessages } from './messages.ts';

/** Writes the golden messages anew: `node test/mail/support/write-golden.ts`. Read what changed before it is committed. */
for (const [name, message] of Object.entries(goldenMessages)) {
  const { raw } = await compose(message);
  await writeFile(new URL(`../golden/${name}.eml`, import.meta.url), raw);
}
