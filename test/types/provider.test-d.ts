import { z } from 'zod';
import type { ErrorCode, ProviderErrorCode } from '../../src/domain/errors.ts';
import type { ControlId, ValueOf } from '../../src/domain/controls/catalogue.ts';
import type { ControlDeclaration } from '../../src/domain/plan/declaration.ts';
import {
  defineProvider,
  type LiveActs,
  type Provider,
  type ProviderClient,
} from '../../src/domain/provider.ts';

/** Checked by tsc alone: what is marked as an error has to be one. */
declare const client: ProviderClient;
declare const acts: LiveActs;
declare const declaration: Provider<never, null, null, null>['declaration'];

const common = {
  declaration,
  settings: z.null(),
  given: z.null(),
  credentials: z.null(),
  prepare: async () => ({ credentials: null, certificate: null }),
  accountOf: () => 'account',
  vendorOrigins: [],
  originsOf: () => [],
  identity: { schema: z.string(), says: 'A user id.' },
};

defineProvider({ ...common, acts: [], connect: () => client });
defineProvider({ ...common, acts: ['hostLink'], connect: () => ({ ...client, hostLink: acts.hostLink }) });
defineProvider({
  ...common,
  acts: ['hostLink', 'endNow', 'listArtifacts'],
  connect: () => ({ ...client, ...acts }),
});

// A live act declared without its function.
// @ts-expect-error connect gives no hostLink
defineProvider({ ...common, acts: ['hostLink'], connect: () => client });
defineProvider({
  ...common,
  acts: ['hostLink', 'endNow'],
  // @ts-expect-error connect gives no endNow
  connect: () => ({ ...client, hostLink: acts.hostLink }),
});

// A function without its declaration.
// @ts-expect-error hostLink is not declared
defineProvider({ ...common, acts: [], connect: () => ({ ...client, hostLink: acts.hostLink }) });
defineProvider({
  ...common,
  acts: ['hostLink'],
  // @ts-expect-error endNow is not declared
  connect: () => ({ ...client, hostLink: acts.hostLink, endNow: acts.endNow }),
});

// @ts-expect-error there is no such live act
defineProvider({ ...common, acts: ['recordEverything'], connect: () => client });

// A platform says something of every control.
declare const some: Omit<Record<ControlId, ControlDeclaration>, 'entry.lock.v1'>;
// @ts-expect-error entry.lock.v1 is missing
export const incomplete: Record<ControlId, ControlDeclaration> = some;

export const locked: ValueOf<'entry.lock.v1'> = 'when-all-are-in';
// @ts-expect-error the lock has no such value
export const misspelt: ValueOf<'entry.lock.v1'> = 'when-al-are-in';

export const ofProviders: ErrorCode = 'OUTCOME_UNKNOWN' satisfies ProviderErrorCode;
// @ts-expect-error a provider does not throw this
export const notOfProviders: ProviderErrorCode = 'FORBIDDEN';
