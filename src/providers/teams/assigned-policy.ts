import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { Reading } from '../../domain/evidence.ts';
import type { Graph } from './graph.ts';

/** The permission's name is not confirmed by Microsoft's pages; nothing rests on it. */
export const USER_POLICIES = 'TeamsUserConfiguration.Read.All';

const UserConfiguration = z.object({
  effectivePolicyAssignments: z
    .array(
      z.object({
        policyType: z.string().nullish(),
        policyAssignment: z.object({ displayName: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** The name of the meeting policy that the organiser has, as far as the app may see it. */
export async function readAssignedPolicy(
  graph: Graph,
  organiser: string,
): Promise<{ permitted: boolean; reading: Reading }> {
  const path = `/admin/teams/userConfigurations/${encodeURIComponent(organiser)}`;
  try {
    const answer = UserConfiguration.safeParse(
      await graph.call({ method: 'GET', path, permission: USER_POLICIES }),
    );
    const assignments = answer.success ? (answer.data.effectivePolicyAssignments ?? []) : [];
    const name = assignments.find(({ policyType }) => policyType === 'TeamsMeetingPolicy')?.policyAssignment
      ?.displayName;
    if (typeof name === 'string') return { permitted: true, reading: { value: name } };
    return { permitted: true, reading: { unknown: 'No meeting policy of the organiser’s own is listed.' } };
  } catch (error) {
    if (!(error instanceof DomainError) || !isAboutTheOrganiser(error)) throw error;
    const reading = { unknown: `The app may not read it. It would need ${USER_POLICIES}.` };
    return { permitted: error.code !== 'AUTH_FAILED', reading };
  }
}

/** A missing permission or user leaves this one item unknown; that Graph is away or refuses the app is the caller's affair. */
const isAboutTheOrganiser = ({ code, facts }: DomainError): boolean =>
  code === 'NOT_FOUND' || code === 'REJECTED' || facts?.permission === USER_POLICIES;
