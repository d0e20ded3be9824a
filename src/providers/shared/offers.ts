import type { Expectation } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { CompileContext, Offer, Part } from '../../domain/plan/declaration.ts';

/** An offer of which every part is needed. */
export const offer = (...parts: [Part, ...Part[]]): Offer => ({ parts });

/** An offer that is made for these values of the control only. */
export const offerFor = (values: readonly string[], ...parts: [Part, ...Part[]]): Offer => ({
  parts,
  when: {
    says: `asked for: ${values.join(', ')}`,
    holds: (value) => typeof value === 'string' && values.includes(value),
  },
});

/** Set on the meeting; without `expects` every field of the control is expected back as it was sent. */
export const enforced = (
  expects?: Expectation[] | ((value: Json, context: CompileContext) => Expectation[]),
  sentence?: string,
): Part => ({
  means: 'enforced',
  ...(expects === undefined ? {} : { expects }),
  ...(sentence === undefined ? {} : { sentence }),
});

/** Set on the account by its administrator: `remedy` says what to set and where, `access` what would let us read it. */
export const account = (
  expects: Expectation[] | ((value: Json, context: CompileContext) => Expectation[]),
  { remedy, access }: { remedy: string; access: string },
): Part => ({ means: 'account', expects, remedy, access });

export const host = (duty: string): Part => ({ means: 'host', duty });
export const notice = (sentence: string): Part => ({ means: 'notice', sentence });
export const disclosed = (sentence: string): Part => ({ means: 'disclosed', sentence });
export const absent = (sentence: string): Part => ({ means: 'absent', sentence });

/** Expects an item of the meeting to read as one of these values. */
export const meetingReads = (item: string, ...oneOf: [Json, ...Json[]]): Expectation => ({
  from: 'meeting',
  item,
  oneOf,
});

/** Expects an item of the account to read as one of these values. */
export const accountReads = (item: string, ...oneOf: [Json, ...Json[]]): Expectation => ({
  from: 'account',
  item,
  oneOf,
});
