import type { FastifyRequest } from 'fastify';
import { addMeetingPages } from '../shared/meeting-pages.ts';
import type { Listed, Room, Standing, Visitor } from '../shared/room.ts';
import { findUser } from './account.ts';
import { mayActAsHost } from './admission.ts';
import { isKnocking, samePerson } from './conference.ts';
import { actOutPerson, type PeopleAction } from './people.ts';
import {
  accountOf,
  activeConference,
  presentPeople,
  type Person,
  type SandboxContext,
  type Space,
} from './state.ts';

const NOT_ANSWERED: Record<'denied' | 'lapsed', string> = {
  denied: 'Somebody in the meeting denied your request to join.',
  lapsed: 'Nobody answered your request to join. Ask again.',
};

/** Adds the pages behind Meet's links, `/abc-mnop-xyz`. */
export function addClientPages(context: SandboxContext): void {
  const { app, state, push } = context;

  const roomOf = (request: FastifyRequest): Room | string => {
    const { code } = request.params as { code: string };
    const space = [...state.spaces.values()].find(({ meetingCode }) => meetingCode === code);
    return space === undefined ? 'Check your meeting code.' : roomFor(context, space);
  };
  addMeetingPages(app, {
    paths: ['/:code(^[a-z]{3}-[a-z]{4}-[a-z]{3}$)'],
    roomOf,
    settled: () => push.settled(),
  });
}

function roomFor(context: SandboxContext, space: Space): Room {
  const { state } = context;
  const account = accountOf(state, space);
  const personOf = ({ id, name, account: email }: Visitor): Person =>
    email === undefined
      ? { name, email: undefined, phone: undefined, browser: id }
      : { name: findUser(account, email)?.name ?? name, email, phone: undefined, browser: undefined };
  const does = (body: Pick<PeopleAction, 'action'> & Partial<PeopleAction>) =>
    actOutPerson(context, space, { artifact: 'recording', ...body });
  const insiders = (): Person[] => {
    const conference = activeConference(state, space.id);
    return conference === undefined ? [] : presentPeople(conference).map(({ person }) => person);
  };

  return {
    title: 'Google Meet',
    joins: 'Ask to join',
    accounts: account.users.map(({ email }) => ({ id: email, label: email })),
    asksForPasscode: false,
    standing: (visitor) => standingOf(context, space, personOf(visitor)),
    come: (visitor) =>
      does({ action: 'knock', person: personOf(visitor) }) === 'refused'
        ? 'You can’t join this video call.'
        : undefined,
    leave: (visitor) => {
      does({ action: 'leave', person: personOf(visitor) });
    },
    act: (visitor, wish) => {
      const by = personOf(visitor);
      if (!('who' in wish)) {
        if (wish.act === 'end') does({ action: 'end', by });
        return;
      }
      const listed = [...space.knocks.map(({ person }) => person), ...insiders()];
      const person = listed.find((each) => idOf(each) === wish.who);
      if (person !== undefined) does({ action: wish.act === 'remove' ? 'leave' : wish.act, person, by });
    },
  };
}

const idOf = ({ name, email, phone, browser }: Person): string =>
  email ?? browser ?? `${name} ${phone ?? ''}`;
const listed = (person: Person): Listed => ({ id: idOf(person), name: person.name });

function standingOf({ state }: SandboxContext, space: Space, person: Person): Standing {
  const conference = activeConference(state, space.id);
  const inside = conference === undefined ? [] : presentPeople(conference).map((one) => one.person);
  if (conference !== undefined && inside.some((one) => samePerson(one, person))) {
    const says = 'You can see and hear the others.';
    if (!mayActAsHost(state, space, conference, person)) return { at: 'in', says };
    const others = inside.filter((one) => !samePerson(one, person));
    const waiting = space.knocks.map((knock) => listed(knock.person));
    // Meet has no lock.
    const controls = { waiting, inside: others.map(listed), locked: undefined };
    return { at: 'in', says, controls };
  }
  if (isKnocking(space, person))
    return { at: 'waiting', says: 'You will join the call when somebody lets you in.' };
  const unheard = space.unheard.find((one) => samePerson(one.person, person));
  const says =
    unheard === undefined ? 'You have left, or the call has ended.' : NOT_ANSWERED[unheard.because];
  return { at: 'out', says };
}
