import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AdminRefusal } from '../shared/admin.ts';
import { readPath } from '../shared/paths.ts';
import { embedsPasscode } from './meeting-view.ts';
import {
  behaves,
  endRunning,
  getRunning,
  hold,
  letIn,
  letOut,
  mayRecord,
  settingsOfHost,
  startRecording,
  startRunning,
  stopRecording,
  type Running,
} from './running.ts';
import type { Webhooks } from './webhooks.ts';
import {
  getAccount,
  getUser,
  liveInstance,
  userIdOf,
  type Meeting,
  type Person,
  type PersonState,
  type World,
} from './world.ts';

/** What a simulated person does. */
export const PeopleAction = z.strictObject({
  action: z.enum([
    'start',
    'knock',
    'admit',
    'deny',
    'join',
    'leave',
    'lock',
    'unlock',
    'record-start',
    'record-stop',
    'end',
  ]),
  name: z.string().default('Guest').describe('Who; for admit, deny and leave the name that they came with.'),
  person: z.string().optional().describe('Instead of the name: the participant uuid.'),
  email: z.email().optional().describe('Theirs; for start, of the alternative host who starts it.'),
  signedIn: z.boolean().default(false).describe('Signed in to Zoom with that e-mail.'),
  passcode: z.string().optional().describe('Typed; absent: only what the join link carries.'),
  mode: z.enum(['cloud', 'local']).default('cloud').describe('For recordings.'),
});
export type PeopleAction = z.infer<typeof PeopleAction>;

/** What became of it. */
export interface PeopleOutcome {
  live: boolean;
  uuid: string;
  recording: ('cloud' | 'local')[];
  person?: { id: string; name: string; state: PersonState; reason?: string };
  people: { id: string; name: string; state: PersonState }[];
}

/**
 * Acts out what a person does at a meeting, as its effective settings have it. `knock` comes by the join link and is
 * let in, held or turned away; `join` comes in past the waiting room, as somebody whom the host pulls in.
 * @throws AdminRefusal 409 where it cannot be done now.
 */
export function act(world: World, webhooks: Webhooks, meeting: Meeting, action: PeopleAction): PeopleOutcome {
  if (meeting.deleted) throw new AdminRefusal(409, 'the meeting was deleted');
  const done = perform(world, webhooks, meeting, action);
  const instance = liveInstance(meeting);
  const shown = ({ participantUuid, name, state }: Person) => ({ id: participantUuid, name, state });
  return {
    live: instance !== undefined,
    uuid: meeting.uuid,
    recording: (instance?.recordings ?? []).filter(({ to }) => to === undefined).map(({ mode }) => mode),
    ...(done && {
      person: { ...shown(done.person), ...(done.reason !== undefined && { reason: done.reason }) },
    }),
    people: [...meeting.early, ...(instance?.people ?? [])].map(shown),
  };
}

interface Done {
  person: Person;
  reason?: string;
}

function perform(world: World, webhooks: Webhooks, meeting: Meeting, action: PeopleAction): Done | undefined {
  if (action.action === 'start') return start(world, webhooks, meeting, action);
  if (action.action === 'knock') return knock(world, webhooks, meeting, action);
  if (action.action === 'leave') {
    const gone = leaveEarly(webhooks, meeting, action);
    if (gone !== undefined) return { person: gone };
  }
  const running = getRunning(world, webhooks, meeting);
  switch (action.action) {
    case 'join': {
      const person = addPerson(running, newPerson(world, meeting, action));
      letIn(running, person);
      return { person };
    }
    case 'admit': {
      const person = findPerson(running, action, 'waiting');
      letIn(running, person);
      return { person };
    }
    case 'deny': {
      const person = findPerson(running, action, 'waiting');
      letOut(running, person, '');
      person.state = 'denied';
      return { person };
    }
    case 'lock':
    case 'unlock':
      running.instance.locked = action.action === 'lock';
      return undefined;
    case 'leave': {
      const person = findPerson(running, action, 'in', 'waiting');
      letOut(running, person, `${person.name} left the meeting.`);
      return { person };
    }
    case 'record-start':
      if (!mayRecord(running, action.mode))
        throw new AdminRefusal(409, `${action.mode} recording is not possible`);
      startRecording(running, action.mode);
      return undefined;
    case 'record-stop':
      stopRecording(running, action.mode);
      return undefined;
    case 'end':
      endRunning(running);
      return undefined;
  }
}

/** The host starts the meeting or, where it runs already, comes into it; whoever waited for the host goes on. */
function start(world: World, webhooks: Webhooks, meeting: Meeting, action: PeopleAction): Done {
  const { id, email, firstName, lastName } = getUser(world, meeting.account, action.email ?? meeting.hostId);
  if (!isHost(world, meeting, email)) throw new AdminRefusal(409, `${email} cannot start this meeting`);
  const instance = liveInstance(meeting);
  const running = instance ? { world, webhooks, meeting, instance } : startRunning(world, webhooks, meeting);
  const present = running.instance.people.find((each) => each.accountUserId === id && each.state === 'in');
  const name = `${firstName} ${lastName}`;
  const host = present ?? addPerson(running, { ...blankPerson(name), email, accountUserId: id });
  letIn(running, host);
  for (const person of meeting.early.splice(0)) {
    tellEarly(webhooks, meeting, person, 'waiting_left', meeting.id);
    enter(running, addPerson(running, person));
  }
  return { person: host };
}

/** Whether this user of the account can start the meeting: its host, or an alternative host that it names. */
export function isHost(world: World, meeting: Meeting, email: string): boolean {
  const named = behaves(meeting, 'settings.alternative_hosts');
  const hosts = [
    getUser(world, meeting.account, meeting.hostId).email,
    ...(typeof named === 'string' ? named.split(';') : []),
  ];
  return hosts.some((host) => host.toLowerCase() === email.toLowerCase());
}

/** Whoever waits for the host to start it goes. */
function leaveEarly(
  webhooks: Webhooks,
  meeting: Meeting,
  { name, person }: PeopleAction,
): Person | undefined {
  const gone = meeting.early.find((each) =>
    person === undefined ? each.name === name : each.participantUuid === person,
  );
  if (gone === undefined) return undefined;
  meeting.early = meeting.early.filter((each) => each !== gone);
  gone.state = 'left';
  tellEarly(webhooks, meeting, gone, 'waiting_left', meeting.id);
  return gone;
}

function knock(world: World, webhooks: Webhooks, meeting: Meeting, action: PeopleAction): Done {
  const person = newPerson(world, meeting, action);
  const reason = refusal(world, meeting, action);
  if (reason !== undefined) {
    person.state = 'refused';
    return { person, reason };
  }
  const instance = liveInstance(meeting);
  if (instance?.locked === true) {
    person.state = 'refused';
    return { person, reason: 'locked' };
  }
  if (instance !== undefined) {
    enter({ world, webhooks, meeting, instance }, addPerson({ world, webhooks, meeting, instance }, person));
    return { person };
  }
  if (behaves(meeting, 'settings.join_before_host') === true && !isHeld(world, meeting, person)) {
    const running = startRunning(world, webhooks, meeting);
    tellEarly(webhooks, meeting, person, 'joined', String(meeting.id));
    letIn(running, addPerson(running, person));
    return { person };
  }
  meeting.early.push(person);
  tellEarly(webhooks, meeting, person, 'waiting', String(meeting.id));
  return { person };
}

function refusal(world: World, meeting: Meeting, { passcode, signedIn }: PeopleAction): string | undefined {
  const wanted = behaves(meeting, 'password');
  const typed = passcode ?? (embedsPasscode(world, meeting) ? wanted : undefined);
  if (typeof wanted === 'string' && wanted !== '' && typed !== wanted) return 'passcode';
  if (behaves(meeting, 'settings.meeting_authentication') === true && !signedIn) return 'authentication';
  return undefined;
}

function enter(running: Running, person: Person): void {
  if (isHeld(running.world, running.meeting, person)) hold(running, person);
  else letIn(running, person);
}

/** Whether the waiting room, as it really behaves, holds this person. */
function isHeld(world: World, meeting: Meeting, person: Person): boolean {
  if (behaves(meeting, 'settings.waiting_room') !== true) return false;
  const isOfAccount = person.accountUserId !== undefined;
  if (behaves(meeting, 'settings.waiting_room_options.mode') === 'custom') {
    const who = behaves(meeting, 'settings.waiting_room_options.who_goes_to_waiting_room');
    return who === 'everyone' || !isOfAccount;
  }
  const setting = 'meeting_security.waiting_room_settings.participants_to_place_in_waiting_room';
  return readPath(settingsOfHost(world, meeting), setting) === 0 || !isOfAccount;
}

function tellEarly(
  webhooks: Webhooks,
  meeting: Meeting,
  person: Person,
  what: string,
  id: string | number,
): void {
  const { topic, type, start_time, duration, timezone } = meeting.written.stored;
  webhooks.send(meeting.account, `meeting.participant_jbh_${what}`, {
    object: {
      ...{ id, uuid: meeting.uuid, host_id: meeting.hostId, topic: topic ?? '', type: type ?? 2 },
      ...{ start_time: start_time ?? '', duration: duration ?? 0, timezone: timezone ?? 'UTC' },
      participant: { id: person.accountUserId ?? '', user_name: person.name },
    },
  });
}

function blankPerson(name: string): Person {
  return {
    participantUuid: randomUUID().toUpperCase(),
    userId: '',
    name,
    email: '',
    accountUserId: undefined,
    state: 'before-host',
    visits: [],
  };
}

function newPerson(world: World, meeting: Meeting, { name, email, signedIn }: PeopleAction): Person {
  const user = signedIn
    ? getAccount(world, meeting.account).users.find((each) => each.email === email)
    : undefined;
  return {
    ...blankPerson(name),
    email: signedIn ? (email ?? '') : '',
    accountUserId: user && userIdOf(meeting.account, user),
  };
}

/** Gives the person their number in this running; Zoom's grow in steps of 1024. */
function addPerson({ instance }: Running, person: Person): Person {
  person.userId = String(16_778_240 + instance.people.length * 1_024);
  instance.people.push(person);
  return person;
}

function findPerson({ instance }: Running, { name, person }: PeopleAction, ...states: PersonState[]): Person {
  const found = instance.people.find(
    (each) =>
      states.includes(each.state) &&
      (person === undefined ? each.name === name : each.participantUuid === person),
  );
  if (found === undefined) throw new AdminRefusal(409, `nobody like that is ${states.join(' or ')}`);
  return found;
}
