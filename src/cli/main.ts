import { parseArgs } from 'node:util';
import { createOrganisation } from '../application/api-keys.ts';
import { checkDatabase, createLogger, openApplication, prepareDatabase } from '../compose.ts';
import { configFromProcess, ConfigError } from '../config.ts';
import { runProgram, UsageError } from '../program.ts';

const usage = `Usage:
  npm run subrosa -- migrate                       Bring the database to this release (needs DATABASE_OWNER_URL)
  npm run subrosa -- organisation create NAME      Make an organisation and print its first API key, once

Both need DATABASE_URL. See README.md, Configuration.`;

await runProgram(() => run(wordsOf(process.argv.slice(2))));

/** @throws UsageError where an option is given that there is none of. */
function wordsOf(args: string[]): string[] {
  try {
    return parseArgs({ args, allowPositionals: true, strict: true }).positionals;
  } catch {
    throw new UsageError(usage);
  }
}

async function run([command, action, ...names]: string[]): Promise<void> {
  const name = names.join(' ').trim();
  if (command === 'migrate' && action === undefined) return migrateDatabase();
  if (command === 'organisation' && action === 'create' && name !== '') return makeOrganisation(name);
  throw new UsageError(usage);
}

function configuredDatabase() {
  const config = configFromProcess();
  if (config.database === null) throw new ConfigError('DATABASE_URL: set the database to work on.');
  return { config, database: config.database };
}

async function migrateDatabase(): Promise<void> {
  const { database } = configuredDatabase();
  if (database.ownerUrl === null)
    throw new ConfigError('DATABASE_OWNER_URL: set the owner’s address to migrate.');
  await prepareDatabase(database);
  console.log('The database is at this release.');
}

async function makeOrganisation(name: string): Promise<void> {
  const { config, database } = configuredDatabase();
  await checkDatabase(database.appUrl);
  const { application, close } = await openApplication(config, database.appUrl, createLogger('error'));
  try {
    const { organisation, made } = await createOrganisation(application, name);
    console.log(
      `Organisation ${organisation.id}\nAPI key      ${made.token}\n\nThe key is shown this once. Keep it where secrets are kept.`,
    );
  } finally {
    await close();
  }
}
