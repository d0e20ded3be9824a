import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getHost, replaceHost } from '../../src/application/hosts.ts';
import { reissuePass, showPass } from '../../src/application/people-passes.ts';
import { changePerson, withdrawPerson } from '../../src/application/people.ts';
import { deliverSignIn } from '../../src/application/deliveries/deliver-sign-in.ts';
import { deliverHostMissing } from '../../src/application/deliveries/deliver-host-missing.ts';
import { cancelSession, getSession, rescheduleSession } from '../../src/application/sessions.ts';
import { requestSignIn, type SignInLink } from '../../src/application/sign-in.ts';
import { stateOf, type DeliveryKind } from '../../src/domain/outbox.ts';
import { readCalendar } from '../mail/support/icalendar.ts';
import { ANA, COACH, openOutbox, type Outbox } from './support/outbox.ts';

const DAY_MS = 24 * 3_600_000;

let outbox: Outbox;
beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox.close());
beforeEach(() => outbox.mailbox.clear());

const application = () => outbox.test.application;
const passOf = (sessionId: string, personId: string) =>
  showPass(application(), outbox.caller, sessionId, personId);
const session = (id: string) => getSession(application(), outbox.caller, id);
const calendarOf = (mail: { calendar: string | null } | undefined) => readCalendar(mail?.calendar ?? '');

/** The states of a session's deliveries of one kind, in order. */
const states = async (sessionId: string, kind: DeliveryKind) =>
  (await outbox.deliveries(sessionId))
    .filter((delivery) => delivery.kind === kind)
    .map((delivery) => stateOf(delivery, outbox.test.clock.now));

const reschedule = async (id: string) => {
  const { startsAt, endsAt, timeZone } = outbox.practice.nextRequest();
  await rescheduleSession(application(), outbox.caller, id, { startsAt, endsAt, timeZone }, undefined);
};

describe('an invitation', () => {
  it('goes to everybody once the session is settled, with a calendar entry and neither passcode nor the platform’s link', async () => {
    const id = await outbox.book();
    const personId = await outbox.add(id);
    const [invitation, ...others] = outbox.mailTo(ANA);
    expect(others).toEqual([]);
    const { link } = await passOf(id, personId);
    expect(invitation?.text).toContain(link);
    expect(invitation?.text).toContain('by text message');
    const entry = calendarOf(invitation);
    expect(entry).toMatchObject({ method: 'REQUEST', uid: `${id}.${personId}`, sequence: 0 });
    expect(entry.startsAt).toBe((await session(id)).startsAt.toISOString());
    expect(entry.organizer).toBe('mailto:sessions@practice.example');
    const [stored] = await outbox.test.database.inOrganisation(outbox.caller.organisationId, async (all) => [
      await all.sessions.find(id),
      await all.meetings.findActive(id),
    ]);
    const whole = JSON.stringify(invitation);
    expect(whole).not.toContain(stored?.secrets.passcode);
    expect(whole).not.toContain('paper.invalid');
    const [coach] = outbox.mailTo(COACH);
    expect(coach?.text).toContain(`https://subrosa.example/console/sessions/${id}`);
    expect(calendarOf(coach)).toMatchObject({ uid: `${id}.${outbox.practice.hostId}`, method: 'REQUEST' });
  });

  it('does not go while the session is not settled, and goes when it is', async () => {
    const id = await outbox.book();
    await reschedule(id);
    const settling = outbox.test.jobs.splice(0);
    await outbox.add(id);
    expect(outbox.mailTo(ANA)).toEqual([]);
    outbox.test.jobs.push(...settling);
    await outbox.test.runJobs();
    expect(outbox.mailTo(ANA)).toHaveLength(1);
  });

  it('is not sent stale: what waits when the session is moved is superseded', async () => {
    const id = await outbox.book();
    outbox.mailbox.clear();
    const held = await outbox.addUnsent(id);
    await reschedule(id);
    outbox.test.jobs.push(...held);
    await outbox.test.runJobs();
    const [invitation, ...others] = outbox.mailTo(ANA);
    expect(others).toEqual([]);
    expect(calendarOf(invitation).startsAt).toBe((await session(id)).startsAt.toISOString());
    expect(await states(id, 'invitation')).toEqual(['superseded', 'sent']);
  });

  it('that was about to go when the session was moved waits until it is settled', async () => {
    const id = await outbox.book();
    const held = await outbox.addUnsent(id);
    await reschedule(id);
    const settling = outbox.test.jobs.splice(0);
    outbox.test.jobs.push(...held);
    await outbox.test.runJobs();
    expect(outbox.mailTo(ANA)).toEqual([]);
    outbox.test.jobs.push(...settling);
    await outbox.test.runJobs();
    expect(outbox.mailTo(ANA)).toHaveLength(1);
  });

  it('is updated with a higher sequence when the session has moved, and cancelled with a higher one still', async () => {
    const id = await outbox.book();
    await outbox.add(id);
    await reschedule(id);
    await outbox.test.runJobs();
    await cancelSession(application(), outbox.caller, id, undefined);
    await outbox.test.runJobs();
    await outbox.test.runJobs();
    for (const address of [ANA, COACH]) {
      const entries = outbox.mailTo(address).map(calendarOf);
      expect(entries.map(({ method, sequence }) => [method, sequence])).toEqual([
        ['REQUEST', 0],
        ['REQUEST', 1],
        ['CANCEL', 2],
      ]);
      expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
      expect(entries[1]?.startsAt).not.toBe(entries[0]?.startsAt);
    }
  });

  it('is sent anew with another pass, and says nothing to whoever was never invited', async () => {
    const id = await outbox.book();
    const personId = await outbox.add(id);
    const { link: before } = await passOf(id, personId);
    await reissuePass(application(), outbox.caller, id, personId);
    await outbox.test.runJobs();
    const { link } = await passOf(id, personId);
    const [, update, ...others] = outbox.mailTo(ANA);
    expect(others).toEqual([]);
    expect(update?.text).toContain(link);
    expect(update?.text).not.toContain(before);

    const unsent = await outbox.addUnsent(id, { email: 'bo@participants.example', name: 'Bo' });
    const people = await outbox.people(id);
    const bo = people.find(({ name }) => name === 'Bo');
    await withdrawPerson(application(), outbox.caller, id, bo?.id ?? '');
    outbox.test.jobs.push(...unsent);
    await outbox.test.runJobs();
    expect(outbox.mailTo('bo@participants.example')).toEqual([]);
  });

  it('is taken back when somebody is withdrawn, and from nobody else', async () => {
    const id = await outbox.book();
    const personId = await outbox.add(id);
    await outbox.add(id, { name: 'Bo', email: 'bo@participants.example' });
    await withdrawPerson(application(), outbox.caller, id, personId);
    await outbox.test.runJobs();
    expect(outbox.mailTo(ANA).map((mail) => calendarOf(mail).method)).toEqual(['REQUEST', 'CANCEL']);
    expect(outbox.mailTo('bo@participants.example')).toHaveLength(1);
  });

  it('follows a corrected address, with another pass', async () => {
    const id = await outbox.book();
    const personId = await outbox.add(id, { email: 'wrong@participants.example' });
    const { link: before } = await passOf(id, personId);
    await changePerson(application(), outbox.caller, id, personId, { email: ANA }, undefined);
    await outbox.test.runJobs();
    const [invitation] = outbox.mailTo(ANA);
    expect(invitation?.text).toContain((await passOf(id, personId)).link);
    expect(invitation?.text).not.toContain(before);
  });

  it('of the coach follows a changed address', async () => {
    const id = await outbox.book();
    outbox.mailbox.clear();
    const { hostId } = outbox.practice;
    const { externalRef, name, identities } = await getHost(application(), outbox.caller, hostId);
    const moveTo = async (email: string) => {
      await replaceHost(
        application(),
        outbox.caller,
        hostId,
        { externalRef, name, email, identities },
        undefined,
      );
      await outbox.test.runJobs();
    };
    await moveTo('new@practice.example');
    await moveTo(COACH);
    const mails = outbox.mailTo('new@practice.example').filter(({ text }) => text.includes(id));
    expect(mails.map((mail) => calendarOf(mail).sequence)).toEqual([1]);
  });

  it('is there to be handed over to somebody without an address', async () => {
    const id = await outbox.book();
    const personId = await outbox.add(id, { email: null, passcodeChannel: 'handed-over' });
    const theirs = (await outbox.deliveries(id)).filter((delivery) => delivery.personId === personId);
    expect(theirs.map(({ kind, channel, outcome }) => [kind, channel, outcome])).toEqual([
      ['invitation', 'handed-over', 'open'],
      ['passcode', 'handed-over', 'open'],
    ]);
  });
});

describe('a passcode', () => {
  const untilDayBefore = async (id: string, minutes = 0) => {
    const { startsAt } = await session(id);
    outbox.test.clock.now = new Date(startsAt.getTime() - DAY_MS + minutes * 60_000);
    await outbox.test.runJobs();
  };

  it('comes in a message of its own, a day before the start and not earlier', async () => {
    const id = await outbox.book();
    await outbox.add(id, { passcodeChannel: 'email' });
    expect(await states(id, 'passcode')).toEqual(['waiting']);
    await untilDayBefore(id, -1);
    expect(outbox.mailTo(ANA)).toHaveLength(1);
    await untilDayBefore(id);
    const [, passcode, ...others] = outbox.mailTo(ANA);
    expect(others).toEqual([]);
    const stored = await outbox.test.database.inOrganisation(outbox.caller.organisationId, ({ sessions }) =>
      sessions.find(id),
    );
    expect(passcode?.text).toContain(stored?.secrets.passcode);
    expect(passcode?.calendar).toBeNull();
    expect(passcode?.text).not.toContain('/p/');
  });

  it('comes at once to whoever is added later than that', async () => {
    const id = await outbox.book();
    await untilDayBefore(id, 10);
    await outbox.add(id, { passcodeChannel: 'email' });
    expect(outbox.mailTo(ANA)).toHaveLength(2);
    expect(await states(id, 'passcode')).toEqual(['sent']);
  });

  it('moves with the session while it waits, and is not sent twice once it is out', async () => {
    const id = await outbox.book();
    await outbox.add(id, { passcodeChannel: 'email' });
    await reschedule(id);
    await outbox.test.runJobs();
    expect(await states(id, 'passcode')).toEqual(['superseded', 'waiting']);
    await untilDayBefore(id);
    expect(await states(id, 'passcode')).toEqual(['superseded', 'sent']);
    await reschedule(id);
    await outbox.test.runJobs();
    expect(await states(id, 'passcode')).toEqual(['superseded', 'sent']);
  });

  it('is written down as delivered once everybody has it, truthfully where it came to the same mailbox', async () => {
    const id = await outbox.book();
    await outbox.add(id, { passcodeChannel: 'email' });
    expect(await outbox.passcodeRecords(id)).toEqual([]);
    await untilDayBefore(id);
    expect(await outbox.passcodeRecords(id)).toEqual([
      { holds: true, body: { people: 1, undelivered: 0, weaker: 1 } },
    ]);
    await outbox.add(id, { name: 'Bo', passcodeChannel: 'text' });
    expect((await outbox.passcodeRecords(id)).at(-1)).toEqual({
      holds: false,
      body: { people: 2, undelivered: 1, weaker: 1 },
    });
  });
});

describe('an organisation that sends mail itself', () => {
  it('has what is due written down for it, and nothing is sent from here', async () => {
    await outbox.change({ deliveriesBy: 'organisation' });
    const id = await outbox.book();
    await outbox.add(id, { passcodeChannel: 'email' });
    await outbox.change({ deliveriesBy: 'subrosa' });
    expect(outbox.mailbox.list()).toEqual([]);
    const all = await outbox.deliveries(id);
    expect(all.map(({ kind, channel }) => [kind, channel])).toEqual([
      ['coach-invitation', 'organisation'],
      ['invitation', 'organisation'],
      ['passcode', 'organisation'],
    ]);
  });
});

describe('a coach’s sign-in link', () => {
  const ask = async () => {
    const links: SignInLink[] = [];
    const asking = { ...application(), onSignIn: async (link: SignInLink) => void links.push(link) };
    await requestSignIn(asking, { email: COACH });
    const [link] = links;
    if (link === undefined) throw new Error('There is no link.');
    await deliverSignIn(application(), link);
    return link;
  };

  it('is sent to the coach’s address, also where the organisation sends the rest itself', async () => {
    await outbox.change({ deliveriesBy: 'organisation' });
    const { link } = await ask();
    await outbox.test.runJobs();
    await outbox.change({ deliveriesBy: 'subrosa' });
    const [mail, ...others] = outbox.mailTo(COACH);
    expect(others).toEqual([]);
    expect(mail?.text).toContain(link);
  });

  it('is not sent once it is too old', async () => {
    await ask();
    outbox.test.clock.now = new Date(outbox.test.clock.now.getTime() + 16 * 60_000);
    await outbox.test.runJobs();
    expect(outbox.mailTo(COACH)).toEqual([]);
  });
});

describe('a session whose host does not come', () => {
  const alert = (id: string) =>
    outbox.test.application.database.inOrganisation(outbox.caller.organisationId, (transaction) =>
      deliverHostMissing(application(), transaction, id),
    );
  const OFFICE = 'office@practice.example';

  it('is told of to the coach and the practice, once', async () => {
    await outbox.change({ alertEmail: OFFICE, contact: 'Reception, +61 2 5550 0100' });
    const id = await outbox.book();
    outbox.mailbox.clear();
    await alert(id);
    await alert(id);
    await outbox.test.runJobs();
    const mails = [...outbox.mailTo(COACH), ...outbox.mailTo(OFFICE)];
    expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual([
      'Nobody has started',
      'Nobody has started',
    ]);
    expect(mails[1]?.text).toContain('Kim Coach');
    expect(mails[1]?.text).toContain('Reception, +61 2 5550 0100');
  });

  it('is not told of where the host has come meanwhile', async () => {
    const id = await outbox.book();
    outbox.mailbox.clear();
    await alert(id);
    await outbox.test.application.database.inOrganisation(outbox.caller.organisationId, async ({ doors }) =>
      doors.update({ ...(await doors.lock(id)), hostInAt: outbox.test.clock.now }),
    );
    await outbox.test.runJobs();
    expect(outbox.mailbox.list()).toEqual([]);
  });
});
