import { DomainError, type ErrorCode } from '../domain/errors.ts';

/** What a request that names its record by the caller's own id came to. */
export type PutOutcome = 'created' | 'changed' | 'unchanged';

export interface Put<T> {
  record: T;
  outcome: PutOutcome;
}

/** What a second request of the same kind, sent at the same time, is refused with. */
const lostRace: ReadonlySet<ErrorCode> = new Set(['EXTERNAL_REF_TAKEN', 'HOST_OVERLAP', 'IDENTITY_OVERLAP']);

/** How often a change is tried again that somebody else's came before. The caller named no version, so none is to be refused. */
const TRIES_AGAIN = 2;

/** Makes the record with this reference, or brings the one that is there to the request. */
export async function putByRef<T extends { version: number }>({
  find,
  create,
  change,
}: {
  find: () => Promise<T | undefined>;
  create: () => Promise<T>;
  /** Gives the record as it is afterwards, at the same version where nothing changed. */
  change: (before: T) => Promise<T>;
}): Promise<Put<T>> {
  const changed = async (before: T, triesAgain = TRIES_AGAIN): Promise<Put<T>> => {
    try {
      const record = await change(before);
      return { record, outcome: record.version === before.version ? 'unchanged' : 'changed' };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'VERSION_MISMATCH' || triesAgain === 0)
        throw error;
      const now = await find();
      if (now === undefined) throw error;
      return changed(now, triesAgain - 1);
    }
  };
  const before = await find();
  if (before !== undefined) return changed(before);
  try {
    return { record: await create(), outcome: 'created' };
  } catch (error) {
    if (!(error instanceof DomainError) || !lostRace.has(error.code)) throw error;
    const made = await find();
    if (made === undefined) throw error;
    return changed(made);
  }
}
