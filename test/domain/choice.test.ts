import { describe, expect, it } from 'vitest';
import { choosePlatform, type Candidate } from '../../src/domain/choice.ts';
import type { DomainError } from '../../src/domain/errors.ts';
import type { Gap, Plan } from '../../src/domain/plan/plan.ts';

const gap: Gap = {
  code: 'no-acceptable-means',
  control: 'entry.passcode.v1',
  level: 'must',
  why: 'There is none.',
  closes: ['Accept service.'],
  unread: false,
};
const candidate = (platform: string, ...gaps: Gap[]): Candidate => ({
  platform,
  plan: { gaps } as unknown as Plan,
  accountUnread: false,
});
const away = (platform: string, ...gaps: Gap[]) => ({ ...candidate(platform, ...gaps), accountUnread: true });
const able = (platform: string) => candidate(platform, { ...gap, level: 'should' });
const unable = (platform: string) => candidate(platform, gap);

const refusal = (candidates: Candidate[], named?: string): DomainError => {
  try {
    choosePlatform(candidates, named);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('It was chosen.');
};

describe('choosing a platform', () => {
  it('takes the client’s first approved one that keeps the policy, a should’s gap aside', () => {
    const { candidate: chosen, choice } = choosePlatform([able('one'), able('two')], undefined);
    expect(chosen.platform).toBe('one');
    expect(choice).toMatchObject({
      platform: 'one',
      named: false,
      why: 'It is the client’s first approved platform, and it keeps the policy.',
      considered: [
        { platform: 'one', gaps: [] },
        { platform: 'two', gaps: [] },
      ],
    });
  });

  it('passes over those with a gap, and says which and for what', () => {
    const { choice } = choosePlatform([unable('one'), able('two'), unable('three')], undefined);
    expect(choice.platform).toBe('two');
    expect(choice.why).toContain('one (entry.passcode.v1)');
    expect(choice.why).not.toContain('three');
    expect(choice.considered).toContainEqual({ platform: 'one', gaps: [gap] });
  });

  it('takes the one that the request names, although another comes first', () => {
    const { choice } = choosePlatform([able('one'), able('two')], 'two');
    expect(choice).toMatchObject({
      platform: 'two',
      named: true,
      why: 'The request named it, and it keeps the policy.',
    });
  });

  it('never takes another than the named one: its gaps, and which have none, are said', () => {
    const error = refusal([able('one'), unable('two')], 'two');
    expect(error).toMatchObject({
      code: 'POLICY_GAP',
      field: 'platform',
      facts: { gaps: [{ platform: 'two', gaps: [gap] }], approvedWithoutGap: ['one'] },
    });
    expect(error.message).toContain('one');
  });

  it('refuses where every one has a gap, naming each', () => {
    const error = refusal([unable('one'), unable('two')]);
    expect(error).toMatchObject({
      code: 'POLICY_GAP',
      field: undefined,
      facts: {
        gaps: [
          { platform: 'one', gaps: [gap] },
          { platform: 'two', gaps: [gap] },
        ],
        approvedWithoutGap: [],
      },
    });
  });

  it('refuses one that the client has not approved, whatever it could do', () => {
    expect(refusal([able('one')], 'two')).toMatchObject({
      code: 'PLATFORM_NOT_APPROVED',
      field: 'platform',
      facts: { approved: ['one'] },
    });
  });

  it('refuses where the client has approved none', () => {
    expect(refusal([])).toMatchObject({ code: 'POLICY_GAP' });
    expect(refusal([], 'one')).toMatchObject({ code: 'PLATFORM_NOT_APPROVED', facts: { approved: [] } });
  });

  it('does not give up a platform because its vendor could not be asked', () => {
    const { choice } = choosePlatform([away('zoom', { ...gap, unread: true }), able('teams')], undefined);
    expect(choice).toMatchObject({
      platform: 'zoom',
      considered: [{ platform: 'zoom', gaps: [] }, { platform: 'teams' }],
    });
    expect(choice.why).toContain('compiled anew');
  });

  it('passes it over for a gap that no account setting could close', () => {
    const { choice } = choosePlatform([away('zoom', gap), able('teams')], undefined);
    expect(choice.platform).toBe('teams');
  });

  it('counts an unknown setting of an account that was read', () => {
    const { choice } = choosePlatform(
      [candidate('meet', { ...gap, unread: true }), able('teams')],
      undefined,
    );
    expect(choice.platform).toBe('teams');
  });
});
