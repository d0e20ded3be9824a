import { ConfigError } from './config.ts';
import { DomainError } from './domain/errors.ts';
import { UnfitDatabase } from './storage/unfit-database.ts';

/** A command was called with words that it does not know; the message says which there are. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const forOperators = [ConfigError, DomainError, UnfitDatabase, UsageError];

/**
 * Runs a program. Where it fails for a reason that the operator can mend, that is one sentence on stderr and status 2; any
 * other failure is a bug: its type and place, never its message, which may quote anything, and status 1.
 */
export async function runProgram(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    const expected = forOperators.some((kind) => error instanceof kind);
    console.error(expected ? (error as Error).message : bug(error));
    process.exitCode = expected ? 2 : 1;
  }
}

function bug(error: unknown): string {
  if (!(error instanceof Error)) return 'An unexpected failure: this is a bug. Report it.';
  const [at = 'an unknown place'] = /\bat .+/.exec(error.stack ?? '') ?? [];
  return `An unexpected failure, ${error.name} ${at.trim()}: this is a bug. Report it with this line.`;
}
