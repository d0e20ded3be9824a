import type { RegisteredProvider } from '../domain/provider.ts';
import { zoom } from './zoom/provider.ts';

/** Every platform there is: one folder and one line each. */
export const providers = {
  zoom,
} satisfies Record<string, RegisteredProvider>;
