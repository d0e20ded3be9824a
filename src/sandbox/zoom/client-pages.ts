import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addMeetingPages } from '../shared/meeting-pages.ts';
import type { Controls, Listed, Room, Standing, Visitor } from '../shared/room.ts';
import type { WebhookOutbox } from '../shared/webhooks.ts';
import { encryptedPasscode } from './meeting-view.ts';
import { act, isHost, type PeopleAction } from './people.ts';
import { behaves } from './running.ts';
import type { Webhooks } from './webhooks.ts';
import { getAccount, getUser, liveInstance, type Meeting, type Person, type World } from './world.ts';

const refusals: Record<string, string> = {
  passcode: 'The passcode is wrong.',
  authentication: 'Sign in to Zoom to join this meeting.',
  locked: 'The host has locked the meeting.',
};

const standings: Record<Person['state'], Standing> = {
  'before-host': { at: 'waiting', says: 'The host has not started the meeting.' },
  waiting: { at: 'waiting', says: 'The host will let you in soon.' },
  in: { at: 'in', says: 'You can see and hear the others.' },
  left: { at: 'out', says: 'You have left, or the meeting has ended.' },
  denied: { at: 'out', says: 'The host did not let you in.' },
  refused: { at: 'out', says: 'You cannot join.' },
};

/** Adds the pages behind Zoom's links: `/j/…` for people, and `/s/…`, which makes whoever opens it the host. */
export function addClientPages(
  app: FastifyInstance,
  world: World,
  webhooks: Webhooks,
  outbox: WebhookOutbox,
): void {
  /** Who each visitor was at their last coming. */
  const came = new Map<string, Person>();

  const roomOf = (request: FastifyRequest): Room | string => {
    const { id } = request.params as { id: string };
    const { pwd, zak } = request.query as { pwd?: string; zak?: string };
    const meeting = world.meetings.get(Number(id));
    if (meeting === undefined || meeting.deleted) return 'This meeting link is invalid.';
    const isStart = request.routeOptions.url?.startsWith('/s/') === true;
    if (isStart && !world.startKeys.opens(meeting.id, zak ?? '')) return 'This start link has expired.';
    return roomFor(meeting, { pwd, isStart });
  };

  function roomFor(meeting: Meeting, link: { pwd: string | undefined; isStart: boolean }): Room {
    const does = (action: Omit<PeopleAction, 'name' | 'signedIn' | 'mode'> & Partial<PeopleAction>) =>
      act(world, webhooks, meeting, { name: 'Guest', signedIn: false, mode: 'cloud', ...action });
    const accounts = getAccount(world, meeting.account).users.map(({ email }) => ({
      id: email,
      label: email,
    }));
    const host = getUser(world, meeting.account, meeting.hostId);
    const wanted = behaves(meeting, 'password');
    const carriesPasscode = link.pwd === encryptedPasscode(meeting);

    const personOf = (uuid: string | undefined) =>
      [...meeting.early, ...meeting.instances.flatMap(({ people }) => people)].find(
        ({ participantUuid }) => participantUuid === uuid,
      );
    return {
      title: 'Zoom',
      joins: 'Join',
      accounts,
      ...(link.isStart && { bearer: { name: `${host.firstName} ${host.lastName}`, account: host.email } }),
      asksForPasscode: typeof wanted === 'string' && wanted !== '' && !carriesPasscode,
      standing: (visitor) => {
        const person = came.get(visitor.id);
        if (person === undefined) return standings.left;
        const controls = controlsOf(world, meeting, person, visitor);
        return { ...standings[person.state], ...(controls && { controls }) };
      },
      come: (visitor) => {
        const { name, account } = visitor;
        const starts = account !== undefined && isHost(world, meeting, account);
        const signedIn = account !== undefined;
        const outcome = starts
          ? does({ action: 'start', email: account })
          : does({
              action: 'knock',
              name,
              signedIn,
              ...(signedIn && { email: account }),
              passcode: carriesPasscode && typeof wanted === 'string' ? wanted : visitor.passcode,
            });
        const person = personOf(outcome.person?.id);
        if (person !== undefined) came.set(visitor.id, person);
        const { reason } = outcome.person ?? {};
        return reason === undefined ? undefined : (refusals[reason] ?? reason);
      },
      leave: ({ id }) => {
        const person = came.get(id);
        if (person !== undefined && standings[person.state].at !== 'out')
          does({ action: 'leave', person: person.participantUuid });
      },
      act: (_visitor, wish) => {
        if (!('who' in wish)) does({ action: wish.act });
        else does({ action: wish.act === 'remove' ? 'leave' : wish.act, person: wish.who });
      },
    };
  }

  addMeetingPages(app, { paths: ['/j/:id', '/s/:id'], roomOf, settled: () => outbox.settled() });
}

/** What a host in the meeting sees; undefined for everybody else, also for the host before coming in. */
function controlsOf(
  world: World,
  meeting: Meeting,
  person: Person,
  { account }: Visitor,
): Controls | undefined {
  const instance = liveInstance(meeting);
  if (instance === undefined || person.state !== 'in' || account === undefined) return undefined;
  if (!isHost(world, meeting, account)) return undefined;
  const listed = (state: Person['state']): Listed[] =>
    instance.people
      .filter((each) => each.state === state && each !== person)
      .map(({ participantUuid, name }) => ({ id: participantUuid, name }));
  return { waiting: listed('waiting'), inside: listed('in'), locked: instance.locked };
}
