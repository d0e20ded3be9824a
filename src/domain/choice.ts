import { z } from 'zod';
import { DomainError } from './errors.ts';
import { Gap, mustGaps, type Plan } from './plan/plan.ts';

/** One of a client's approved platforms, compiled for a session. */
export interface Candidate {
  platform: string;
  plan: Plan;
  /**
   * The account could not be read just now: gaps that only its settings may close do not count yet. A platform is not given
   * up because its vendor is away; before anything is made the plan is compiled anew, and blocks if it must.
   */
  accountUnread: boolean;
}

/** The must gaps that speak against a candidate now. */
export const gapsAgainst = ({ plan, accountUnread }: Candidate): Gap[] =>
  mustGaps(plan).filter(({ unread }) => !(accountUnread && unread));

/** Refuses a platform that the client has not approved, naming those it has. */
export function requireApproved(approved: readonly string[], named: string): void {
  if (approved.includes(named)) return;
  throw new DomainError(
    'PLATFORM_NOT_APPROVED',
    'The client has not approved this platform. Choose an approved one.',
    {
      field: 'platform',
      facts: { approved },
    },
  );
}

/** Why a session is on its platform: every approved one that was looked at, in the client's order. */
export const Choice = z
  .strictObject({
    platform: z.string(),
    named: z.boolean().describe('Whether the request named the platform.'),
    why: z.string(),
    considered: z.array(z.strictObject({ platform: z.string(), gaps: z.array(Gap) })),
  })
  .meta({ id: 'Choice' });
export type Choice = z.infer<typeof Choice>;

/**
 * Chooses among a client's approved platforms: the named one, or the first without a must gap. Never another.
 *
 * @throws DomainError PLATFORM_NOT_APPROVED where the named one is not among them; POLICY_GAP where it, or every one, has a
 * must gap: the facts hold each gap, what would close it, and which approved platforms have none.
 */
export function choosePlatform(
  candidates: readonly Candidate[],
  named: string | undefined,
): { candidate: Candidate; choice: Choice } {
  const considered = candidates.map((candidate) => ({
    platform: candidate.platform,
    gaps: gapsAgainst(candidate),
  }));
  const without = considered.filter(({ gaps }) => gaps.length === 0).map(({ platform }) => platform);
  if (named !== undefined) {
    requireApproved(
      candidates.map(({ platform }) => platform),
      named,
    );
  }
  const wanted = named ?? without[0];
  const candidate = candidates.find(({ platform }) => platform === wanted);
  if (candidate === undefined || !without.includes(candidate.platform)) {
    const asked = considered.filter(({ platform }) => named === undefined || platform === named);
    throw new DomainError('POLICY_GAP', gapMessage(named, without), {
      ...(named === undefined ? {} : { field: 'platform' }),
      facts: { gaps: asked, approvedWithoutGap: without },
    });
  }
  const why = reasonFor(candidate.platform, named, considered) + (candidate.accountUnread ? UNREAD : '');
  return { candidate, choice: { platform: candidate.platform, named: named !== undefined, why, considered } };
}

const UNREAD = ' Its account could not be read just now: the plan is compiled anew before anything is made.';

const gapMessage = (named: string | undefined, without: readonly string[]): string =>
  named === undefined
    ? 'No approved platform of this client can keep the policy. See the gaps and what would close them.'
    : `The platform named cannot keep the policy. Approved ones without a gap: ${without.join(', ') || 'none'}.`;

function reasonFor(chosen: string, named: string | undefined, considered: Choice['considered']): string {
  if (named !== undefined) return 'The request named it, and it keeps the policy.';
  const before = considered.slice(
    0,
    considered.findIndex(({ platform }) => platform === chosen),
  );
  if (before.length === 0) return 'It is the client’s first approved platform, and it keeps the policy.';
  const passed = before.map(
    ({ platform, gaps }) => `${platform} (${gaps.map(({ control }) => control).join(', ')})`,
  );
  return `It is the client’s first approved platform that keeps the policy; passed over for a gap: ${passed.join('; ')}.`;
}
