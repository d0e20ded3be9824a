import { DomainError, isRetryable } from '../../domain/errors.ts';
import type { Observation, Reading } from '../../domain/evidence.ts';
import { sameJson, type Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { bodyOf, readBack } from '../../domain/plan/wire.ts';
import type { Intent, ProviderClient, ProviderContext, Provisioned } from '../../domain/provider.ts';
import type { Member, Space } from './answers.ts';
import type { Calls } from './calls.ts';
import { closeSpace } from './closing.ts';
import { observed } from './parts.ts';
import { spaceOf } from './reference.ts';

/** What `spaces.patch` is to change: every field of the plan by name. */
const maskOf = ({ wire }: Plan): string =>
  spacePaths(wire)
    .map((path) => path.slice('space.'.length))
    .join(',');

const spacePaths = (wire: Plan['wire']): string[] =>
  Object.keys(wire).filter((path) => path.startsWith('space.'));

/** Whether a new space answers with every setting as it was sent. */
function isAsPlanned({ config }: Space, { wire }: Plan, { slots }: Intent): boolean {
  const read = readBack(wire, config === undefined ? {} : { space: { config } }, slots);
  return spacePaths(wire).every((path) => {
    const [reading, sent] = [read[path], wire[path]];
    return reading !== undefined && 'value' in reading && sent !== undefined && sameJson(reading.value, sent);
  });
}

interface CoHost extends Record<string, Json> {
  email: string;
  role: string;
}

/** The co-host that the plan names, or undefined where it names none. */
function coHostOf({ wire }: Plan, { slots }: Intent): CoHost | undefined {
  const { email, role } = bodyOf(wire, 'member', slots);
  return typeof email === 'string' && typeof role === 'string' ? { email, role } : undefined;
}

const isPerson = (member: Member, email: string): boolean =>
  member.email?.toLowerCase() === email.toLowerCase();

/** A co-host's member as the wire names it. One who is not there differs from what was sent; that is known. */
const memberAnswer = (member: Member | undefined, { email }: CoHost): Json =>
  member === undefined ? { email: '', role: 'none' } : { email, role: member.role };

/** Making, reading, changing and closing a space. */
export function createMeetings(
  calls: Calls,
  { now }: Pick<ProviderContext, 'now'>,
): Pick<ProviderClient, 'provision' | 'observe' | 'revise' | 'retire' | 'findStrays'> {
  const bringConfig = (plan: Plan, { slots, organiser }: Intent, space: string) =>
    calls.patchSpace(organiser, {
      name: space,
      requestBody: bodyOf(plan.wire, 'space', slots),
      updateMask: maskOf(plan),
    });

  /** Makes the plan's co-host the only member, or leaves none. */
  const bringMembers = async (plan: Plan, intent: Intent, space: string): Promise<void> => {
    const { organiser } = intent;
    const coHost = coHostOf(plan, intent);
    const members = await calls.listMembers(organiser, space);
    for (const member of members) {
      if (coHost === undefined || !isPerson(member, coHost.email)) {
        await calls.deleteMember(organiser, space, member.name);
      } else if (member.role !== coHost.role) {
        await calls.patchMemberRole(organiser, space, member.name, coHost.role);
      }
    }
    if (coHost !== undefined && !members.some((member) => isPerson(member, coHost.email))) {
      await calls.createMember(organiser, space, coHost);
    }
  };

  /**
   * Brings a new space to the plan where making it did not. It exists from here on and must not be lost, so a failure is
   * left to observing, which sees what is missing, and to revising, which then says why.
   */
  const finish = async (plan: Plan, intent: Intent, made: Space): Promise<void> => {
    const coHost = coHostOf(plan, intent);
    try {
      if (!isAsPlanned(made, plan, intent)) await bringConfig(plan, intent, made.name);
      if (coHost !== undefined) await calls.createMember(intent.organiser, made.name, coHost);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  };

  const provision = async (plan: Plan, intent: Intent): Promise<Provisioned> => {
    const made = await calls.createSpace(intent.organiser, bodyOf(plan.wire, 'space', intent.slots));
    await finish(plan, intent, made);
    return {
      ref: { space: made.name, meetingCode: made.meetingCode },
      joinUrl: made.meetingUri,
      joinUrlWithPasscode: null,
      // Spaces cannot be listed: what an unanswered attempt made stays, restricted and with a link that nobody has.
      possibleStray: intent.lookFirst,
    };
  };

  /** The members, or why they are not known. A failure that may pass is thrown, so that it is tried again. */
  const readMembers = async (organiser: string, space: string): Promise<Member[] | { unknown: string }> => {
    try {
      return await calls.listMembers(organiser, space);
    } catch (error) {
      if (!(error instanceof DomainError) || isRetryable(error)) throw error;
      return { unknown: error.message };
    }
  };

  const observe: ProviderClient['observe'] = async (ref, plan, intent): Promise<Observation> => {
    const { space, meetingCode } = spaceOf(ref);
    const found = await calls.getSpace(intent.organiser, space);
    const members = await readMembers(intent.organiser, space);
    const answers: Record<string, Json> =
      found.config === undefined ? {} : { space: { config: found.config } };
    const coHost = coHostOf(plan, intent);
    let others: Reading;
    if (Array.isArray(members)) {
      const member = coHost && members.find((one) => isPerson(one, coHost.email));
      if (coHost !== undefined) answers['member'] = memberAnswer(member, coHost);
      others = { value: members.filter((one) => one !== member).length };
    } else others = members;
    const isOwn = found.name === space && found.meetingCode === meetingCode;
    return {
      observedAt: now().toISOString(),
      items: {
        ...readBack(plan.wire, answers, intent.slots),
        [observed.identity]: { value: isOwn ? 'own' : 'other' },
        [observed.otherMembers]: others,
      },
    };
  };

  const revise: ProviderClient['revise'] = async (ref, plan, intent) => {
    const { space } = spaceOf(ref);
    await bringConfig(plan, intent, space);
    await bringMembers(plan, intent, space);
    return { joinUrlWithPasscode: null };
  };

  return {
    provision,
    observe,
    revise,
    retire: (ref, { organiser }) => closeSpace(calls, organiser, spaceOf(ref).space),
    // Google has no list of spaces.
    findStrays: async () => undefined,
  };
}
