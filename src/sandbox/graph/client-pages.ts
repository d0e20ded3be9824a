import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addMeetingPages } from '../shared/meeting-pages.ts';
import { readPath } from '../shared/paths.ts';
import type { Room, Standing, Visitor } from '../shared/room.ts';
import { effectiveSettings, mayAdmit } from './effective.ts';
import { actOut, type PeopleAction } from './people.ts';
import { userOf, type Meeting, type Person, type Tenant, type World } from './world.ts';

/** Adds the pages behind Teams' join addresses. */
export function addClientPages(app: FastifyInstance, world: World): void {
  const roomOf = (request: FastifyRequest): Room | string => {
    const { thread } = request.params as { thread: string };
    const meeting = [...world.meetings.values()].find(
      ({ fixed, expiresAt }) => readPath(fixed, 'chatInfo.threadId') === thread && world.now() < expiresAt,
    );
    const tenant = meeting && world.tenants.get(meeting.tenantId);
    return meeting === undefined || tenant === undefined
      ? 'This meeting does not exist, or it has expired.'
      : roomFor(world, tenant, meeting);
  };
  addMeetingPages(app, {
    paths: ['/l/meetup-join/:thread/0'],
    roomOf,
    settled: () => world.webhooks.settled(),
  });
}

function roomFor(world: World, tenant: Tenant, meeting: Meeting): Room {
  const personOf = (visitor: Visitor) => personAt(world, tenant, meeting, visitor);
  const does = (act: PeopleAction) => actOut(world, meeting, act);
  return {
    title: 'Microsoft Teams',
    joins: 'Join now',
    accounts: tenant.config.users.map(({ oid, upn }) => ({ id: oid, label: upn })),
    asksForPasscode: false,
    standing: (visitor) => standingOf(world, meeting, personOf(visitor)),
    come: (visitor) => {
      if (does({ action: 'knock', person: personOf(visitor) }) !== 'refused') return undefined;
      return meeting.call?.locked === true
        ? 'This meeting is locked.'
        : 'Your organisation or this meeting does not let you join.';
    },
    leave: (visitor) => {
      does({ action: 'leave', person: personOf(visitor) });
    },
    act: (visitor, wish) => {
      if (!('who' in wish)) {
        does({ action: wish.act });
        return;
      }
      const person = meeting.waiting.get(wish.who) ?? meeting.call?.inside.get(wish.who);
      if (person === undefined) return;
      if (wish.act === 'remove') does({ action: 'leave', person });
      else does({ action: wish.act, person, by: personOf(visitor).id });
    },
  };
}

/** Who they are to this meeting: by the account that is signed in, and by nothing else. */
function personAt(world: World, tenant: Tenant, meeting: Meeting, { id, name, account }: Visitor): Person {
  if (account === undefined) return { id, name, kind: 'anonymous' };
  const user = userOf(tenant, account);
  const person = { id: account, name: user?.displayName ?? name, upn: user?.upn };
  if (account === meeting.organizer) return { ...person, kind: 'organizer' };
  if (isCoOrganizer(world, meeting, account)) return { ...person, kind: 'coorganizer' };
  return { ...person, kind: user?.userType === 'Guest' ? 'guest' : 'organization' };
}

function isCoOrganizer(world: World, meeting: Meeting, oid: string): boolean {
  const attendees = readPath(effectiveSettings(world, meeting), 'participants.attendees');
  if (!Array.isArray(attendees)) return false;
  return attendees.some(
    (attendee) =>
      typeof attendee === 'object' &&
      attendee !== null &&
      !Array.isArray(attendee) &&
      attendee.role === 'coorganizer' &&
      readPath(attendee, 'identity.user.id') === oid,
  );
}

function standingOf(world: World, meeting: Meeting, person: Person): Standing {
  const { call, waiting, denied } = meeting;
  if (call?.inside.has(person.id) === true) {
    const says = 'You can see and hear the others.';
    if (!mayAdmit(world, meeting, person)) return { at: 'in', says };
    const listed = (people: Iterable<Person>) =>
      [...people].filter(({ id }) => id !== person.id).map(({ id, name }) => ({ id, name }));
    const controls = {
      waiting: listed(waiting.values()),
      inside: listed(call.inside.values()),
      locked: call.locked,
    };
    return { at: 'in', says, controls };
  }
  if (waiting.has(person.id))
    return {
      at: 'waiting',
      says:
        call === undefined
          ? 'The meeting has not started.'
          : 'Somebody in the meeting should let you in soon.',
    };
  return denied.has(person.id)
    ? { at: 'out', says: 'Your request to join was declined.' }
    : { at: 'out', says: 'You have left, or the meeting has ended.' };
}
