import { findUser, policyValue } from './account.ts';
import { effective, samePerson } from './conference.ts';
import {
  accountOf,
  ownerOf,
  presentPeople,
  type Conference,
  type GoogleState,
  type Person,
  type Space,
} from './state.ts';

/** What happens to somebody at the door. `refused`: they cannot even ask. */
export type Entry = 'in' | 'waiting' | 'refused';

const memberRole = (space: Space, person: Person): 'COHOST' | 'ROLE_UNSPECIFIED' | undefined => {
  if (person.email === undefined) return undefined;
  const wanted = person.email.toLowerCase();
  const member = [...space.members.values()].find((one) => one.email.toLowerCase() === wanted);
  if (member === undefined) return undefined;
  return member.written.effective.role === 'COHOST' ? 'COHOST' : 'ROLE_UNSPECIFIED';
};

/** The space's owner and its co-hosts. */
export const isHost = (space: Space, person: Person) =>
  person.email?.toLowerCase() === space.owner.toLowerCase() || memberRole(space, person) === 'COHOST';

const isInternal = (state: GoogleState, space: Space, person: Person) =>
  person.email !== undefined && findUser(accountOf(state, space), person.email) !== undefined;

/**
 * How the space as it really behaves, and the admin's rules, take somebody who opens the link. There is no API for the
 * real waiting room and none for letting the host in first, so neither is acted out.
 */
export function entryOf(state: GoogleState, space: Space, person: Person): Entry {
  if (isHost(space, person)) return 'in';
  const account = accountOf(state, space);
  const internal = isInternal(state, space, person);
  const audience = policyValue(account, ownerOf(state, space), 'safety_domain', 'usersAllowedToJoin');
  if (audience === 'SAME_ORGANIZATION_ONLY' && !internal) return 'refused';
  if (audience === 'LOGGED_IN' && person.email === undefined) return 'refused';
  if (person.phone !== undefined && !account.dialIn) return 'refused';
  if (effective(space, 'config.entryPointAccess') === 'CREATOR_APP_ONLY') return 'refused';
  if (memberRole(space, person) !== undefined) return 'in';
  switch (effective(space, 'config.accessType')) {
    case 'OPEN':
      return 'in';
    case 'TRUSTED':
      return internal || person.phone !== undefined ? 'in' : 'waiting';
    default:
      return 'waiting';
  }
}

/**
 * Whether somebody in the conference may admit others and start or stop artifacts: hosts, and without moderation
 * anyone of the owner's organisation too.
 */
export function mayActAsHost(
  state: GoogleState,
  space: Space,
  conference: Conference,
  person: Person,
): boolean {
  if (!presentPeople(conference).some((one) => samePerson(one.person, person))) return false;
  if (isHost(space, person)) return true;
  return effective(space, 'config.moderation') !== 'ON' && isInternal(state, space, person);
}
