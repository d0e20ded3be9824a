import { z } from 'zod';
import { findUser } from './account.ts';
import { entryOf, isHost, mayActAsHost, type Entry } from './admission.ts';
import {
  artifactAllowed,
  endConference,
  enter,
  isKnocking,
  leave,
  startArtifact,
  startKnocking,
  stopArtifact,
  stopKnocking,
  type Stage,
} from './conference.ts';
import { accountOf, activeConference, type Person, type Space } from './state.ts';

const PersonBody = z.strictObject({
  name: z.string().optional(),
  email: z.email().optional().describe('Signed in at Google with this address; absent: a guest or a caller.'),
  phone: z.string().optional(),
  browser: z.string().optional().describe('Tells two guests of one name apart; the pages for people set it.'),
});

/** Something that a person does in the vendor's own screens. */
export const PeopleAction = z.strictObject({
  action: z.enum([
    'start',
    'knock',
    'join',
    'admit',
    'deny',
    'lapse',
    'leave',
    'record-start',
    'record-stop',
    'end',
  ]),
  person: PersonBody.optional().describe('Who it is about; absent: the owner of the space.'),
  by: PersonBody.optional().describe('Who does it to them; absent: the owner of the space.'),
  artifact: z.enum(['recording', 'transcript', 'smartNote']).default('recording'),
});
export type PeopleAction = z.infer<typeof PeopleAction>;

/** Where it left the person, or `done`; `refused` where Google's screens would not offer it or the space not allow it. */
export type Outcome = Entry | 'left' | 'done';

/** Acts out one action on a space, by what is in effect there, and publishes the events that come of it. */
export function actOutPerson(stage: Stage, space: Space, body: PeopleAction): Outcome {
  const { state } = stage;
  const account = accountOf(state, space);
  const personOf = (who: z.infer<typeof PersonBody> | undefined): Person => {
    const { name, email, phone, browser } = who ?? { email: space.owner };
    const known = email === undefined ? undefined : findUser(account, email);
    return {
      name: name ?? known?.name ?? email ?? phone ?? 'Guest',
      email: known?.email ?? email,
      phone,
      browser,
    };
  };
  const person = personOf(body.person);
  const by = personOf(body.by);

  if (body.action === 'start' || body.action === 'knock' || body.action === 'join') {
    const outcome = entryOf(state, space, person);
    if (outcome === 'in') enter(stage, space, person, isHost(space, person));
    if (outcome === 'waiting') startKnocking(stage, space, person);
    return outcome;
  }
  if (body.action === 'leave' && isKnocking(space, person)) {
    stopKnocking(space, person);
    return 'left';
  }
  if (body.action === 'lapse') {
    if (!isKnocking(space, person)) return 'refused';
    stopKnocking(space, person, 'lapsed');
    return 'left';
  }

  const conference = activeConference(state, space.id);
  if (conference === undefined) return 'refused';
  if (body.action === 'leave') {
    if (!leave(stage, space, conference, person)) return 'refused';
    return 'left';
  }
  if (!mayActAsHost(state, space, conference, by)) return 'refused';

  switch (body.action) {
    case 'admit':
    case 'deny':
      if (!isKnocking(space, person)) return 'refused';
      if (body.action === 'admit') enter(stage, space, person, false);
      else stopKnocking(space, person, 'denied');
      return body.action === 'admit' ? 'in' : 'left';
    case 'record-start':
      if (!artifactAllowed(stage, space, body.artifact)) return 'refused';
      startArtifact(stage, space, conference, body.artifact);
      return 'done';
    case 'record-stop':
      for (const one of conference.artifacts) {
        if (one.kind === body.artifact) stopArtifact(stage, space, conference, one);
      }
      return 'done';
    case 'end':
      if (!isHost(space, by)) return 'refused';
      endConference(stage, space);
      return 'done';
  }
}
