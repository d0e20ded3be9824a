import { beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openDoor, type Door } from './support/door.ts';
import { startService, type Practice } from './support/practice.ts';

const pauses: number[] = [];
const service = startService({ pause: async (ms) => void pauses.push(ms) });
let practice: Practice;
beforeAll(async () => {
  practice = await service.newPractice();
});
let days = 7;
const newDoor = (names: readonly string[], options = {}): Promise<Door> =>
  openDoor(service, practice, names, { days: (days += 1), ...options });
const hostIn = { act: 'confirm-host', lobbyVisible: true } as const;

describe('coming in by a pass', () => {
  it('holds a person until the coach is in, then leads to the platform, and the coach admits', async () => {
    const door = await newDoor(['Ana']);
    const { pass, id } = door.people['Ana'] ?? { pass: '', id: '' };
    const ana = openBrowser(service);
    expect((await ana.get(pass)).payload).toContain('How this session is protected');
    const entered = await ana.enter(pass, door.passcode);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, pass]);
    expect(await ana.status(pass)).toMatchObject({ state: 'held', because: 'host-not-in', join: null });
    expect(await ana.join(pass)).toBe(pass);
    expect(await door.statusOf('Ana')).toMatchObject({
      status: 'held',
      certainty: 'confirmed',
      identifiedBy: 'passcode',
    });
    await service.work();

    const live = await door.do(hostIn);
    expect(live).toMatchObject({ state: 'live', door: { hostInAt: service.clock.now.toISOString() } });
    expect(await ana.status(pass)).toMatchObject({ state: 'released', because: null });
    expect(await ana.join(pass)).toBe(door.joinUrl);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'released', back: false });
    const admitted = await door.do({ act: 'admit', personId: id });
    expect(admitted.counts).toMatchObject({ expected: 1, admitted: 1, missing: 0 });
    expect(admitted.people).toMatchObject([{ status: 'admitted' }]);
  });
});
