import type { Verification } from '../../domain/provider.ts';

/** The check that stands for what could not be tried because no organiser was named: unknown is never in order. */
export const untriedWithoutOrganiser = (what: string): Verification['checks'][number] => ({
  name: 'organiser',
  ok: false,
  remedy: `Not tried without an organiser: ${what}. Name one in the request, or add a host who organises on this connection, and verify again.`,
});
