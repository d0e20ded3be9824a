import type { RegisteredProvider } from '../domain/provider.ts';
import { meet } from './meet/provider.ts';
import { teams } from './teams/provider.ts';
import { zoom } from './zoom/provider.ts';

/** Every platform there is: one folder and one line each. */
export const providers = {
  zoom,
  teams,
  meet,
} satisfies Record<string, RegisteredProvider>;
