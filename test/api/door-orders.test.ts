import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Arrival, Person } from '../../src/application/ports.ts';
import { openBrowser, openDoor, type Browser, type Door } from './support/door.ts';
import { startService, type Practice } from './support/practice.ts';

const service = startService({ pause: async () => undefined });
let practice: Practice;
beforeAll(async () => {
  practice = await service.newPractice();
});
let days = 7;

const names = ['Ana', 'Bela'] as const;
/** Two people, each with two devices. */
const devices = [0, 1, 2, 3] as const;
const device = fc.constantFrom(...devices);
/** How often what is done: much of it takes something away, and then nothing is left to be seen. */
const often: Record<string, number> = {
  enter: 10,
  join: 20,
  admit: 4,
  left: 2,
  remove: 2,
  reopen: 4,
  'let-in': 6,
  'turn-away': 2,
  reissue: 0.5,
  'host-in': 4,
  lock: 3,
  unlock: 4,
  seal: 2,
  unseal: 4,
  end: 0.3,
};
const step = fc.record({
  does: fc.oneof(
    ...Object.entries(often).map(([does, weight]) => ({
      weight: weight * 10,
      arbitrary: fc.constant(does),
    })),
  ),
  device,
});
interface Step {
  does: string;
  device: number;
}

interface World {
  door: Door;
  browsers: Browser[];
}

/** What is stored of the door, as whoever checks it reads it. */
const facts = ({ door: { sessionId } }: World) =>
  service.application.database.inOrganisation(practice.organisationId, async (transaction) => ({
    session: await transaction.sessions.find(sessionId),
    door: await transaction.doors.find(sessionId),
    people: await transaction.people.listOf(sessionId),
    passes: await transaction.passes.listActive(sessionId),
    arrivals: await transaction.arrivals.listOf(sessionId),
  }));
type Facts = Awaited<ReturnType<typeof facts>>;

/** Whether somebody of this name may have been given the link then: said in other words than the code says it. */
function mightRelease({ session, door, people, passes, arrivals }: Facts, name: string): boolean {
  const person = people.find((one) => one.name === name);
  if (session?.link !== 'unsealed' || !['open', 'live'].includes(session.state)) return false;
  if (door === undefined || door.hostInAt === null || door.endedAt !== null) return false;
  if (person === undefined || person.removedAt !== null || person.withdrawnAt !== null) return false;
  const own = arrivals.filter(({ personId, passId }) => personId === person.id && passId !== null);
  return own.some((arrival) => {
    if (arrival.turnedAwayAt !== null || passes.every(({ id }) => id !== arrival.passId)) return false;
    if (arrival.admittedAt !== null) return true;
    if (own[0]?.id !== arrival.id && arrival.letInAt === null) return false;
    return door.lockedAt === null || (arrival.letInAt !== null && arrival.letInAt >= door.lockedAt);
  });
}

const nameOf = (of: number) => names[Math.floor(of / 2)] ?? 'Ana';
const setLink = ({ door }: World, link: 'sealed' | 'unsealed') =>
  service.application.database.inOrganisation(practice.organisationId, async ({ sessions, doors }) => {
    const session = await sessions.findForUpdate(door.sessionId);
    if (session === undefined || !['open', 'live'].includes(session.state)) return;
    await doors.touch(door.sessionId);
    await sessions.update({ ...session, link });
  });

/** Does one step; a refusal is an answer like any other. Gives where Join led, if it was that. */
async function perform(world: World, { does, device: of }: Step): Promise<string | undefined> {
  const { door, browsers } = world;
  const { id, pass } = door.people[nameOf(of)] ?? { id: '', pass: '' };
  const browser = browsers[of];
  if (browser === undefined) throw new Error('There is no such device');
  const latest = async (): Promise<Arrival | undefined> =>
    (await facts(world)).arrivals.findLast(({ personId, passId }) => personId === id && passId !== null);
  switch (does) {
    case 'enter':
      await browser.enter(pass, door.passcode);
      return undefined;
    case 'join':
      return browser.join(pass);
    case 'seal':
      await setLink(world, 'sealed');
      return undefined;
    case 'unseal':
      await setLink(world, 'unsealed');
      return undefined;
    case 'reissue': {
      const made = await practice.send('POST', `/v1/sessions/${door.sessionId}/people/${id}/pass`);
      if (made.status < 300)
        door.people[nameOf(of)] = { id, pass: new URL(String(made.body['link'])).pathname };
      return undefined;
    }
    case 'let-in':
    case 'turn-away': {
      const arrival = await latest();
      if (arrival !== undefined) await door.act({ act: does, arrivalId: arrival.id });
      return undefined;
    }
    case 'host-in':
      await door.act({ act: 'confirm-host', lobbyVisible: true });
      return undefined;
    case 'left':
      await door.act({ act: 'mark-left', personId: id });
      return undefined;
    case 'admit':
    case 'remove':
    case 'reopen':
      await door.act({ act: does, personId: id });
      return undefined;
    default:
      await door.act({ act: does as 'lock' | 'unlock' | 'end' });
      return undefined;
  }
}

describe('whatever people and coaches do, two at a time, in any order', () => {
  it('the link is released only where it may be, before the other one’s step or after it', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, step), { minLength: 12, maxLength: 20 }), async (pairs) => {
        const door = await openDoor(service, practice, names, { days: (days += 1) });
        const world: World = { door, browsers: devices.map(() => openBrowser(service)) };
        // They have come, so that what was read of the platform is fresh.
        await perform(world, { does: 'enter', device: 0 });
        await service.work();
        for (const pair of pairs) {
          service.clock.now = new Date(service.clock.now.getTime() + 1_000);
          const before = await facts(world);
          const led = await Promise.all(pair.map((one) => perform(world, one)));
          const after = await facts(world);
          for (const [index, link] of led.entries()) {
            if (link !== door.joinUrl) continue;
            released += 1;
            const name = nameOf(pair[index]?.device ?? 0);
            expect(mightRelease(before, name) || mightRelease(after, name)).toBe(true);
          }
          expectOneTruth(after);
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
    expect(released).toBeGreaterThan(0);
  });

  /** What holds at every moment. */
  const expectOneTruth = ({ session, door, arrivals, people }: Facts) => {
    const isIn = (person: Person) => person.removedAt === null;
    expect(people.every((person) => isIn(person) || person.withdrawnAt === null)).toBe(true);
    if (door?.endedAt !== null && door !== undefined) expect(session?.state).toBe('ended');
    if (door !== undefined && door.hostInAt === null)
      expect(arrivals.filter(({ joinedAt }) => joinedAt !== null)).toEqual([]);
  };
});
