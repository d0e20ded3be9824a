import { beforeAll, describe, expect, it } from 'vitest';
import { openDoor, type Door } from './support/door.ts';
import { canaries, startService, type Practice } from './support/practice.ts';

const service = startService();
let practice: Practice;
let door: Door;
beforeAll(async () => {
  practice = await service.newPractice();
  door = await openDoor(service, practice, ['Ana Lima', 'Ben Okafor']);
});
const idOf = (name: string) => door.people[name]?.id ?? '';
const match = (name: string) =>
  practice.send('POST', `/v1/sessions/${door.sessionId}/board/match`, { body: { name } });

describe('the board', () => {
  it('says whose session it is', async () => {
    const board = await practice.send('GET', `/v1/sessions/${door.sessionId}/board`);
    expect(board.body).toMatchObject({ client: canaries.clientName });
  });

  it('tells whom a name may belong to, and that a stranger is none of them', async () => {
    expect(await match('ána lima’s iPhone')).toMatchObject({
      status: 200,
      body: { decision: 'likely', personIds: [idOf('Ana Lima')] },
    });
    expect((await match('Ana')).body).toMatchObject({ decision: 'ambiguous' });
    expect((await match('Carla Moreno')).body).toMatchObject({ decision: 'unknown', personIds: [] });
  });

  it('takes whoever was withdrawn for a stranger, and keeps the name nowhere', async () => {
    await practice.send('DELETE', `/v1/sessions/${door.sessionId}/people/${idOf('Ben Okafor')}`);
    expect((await match('Ben Okafor')).body).toMatchObject({ decision: 'unknown', personIds: [] });
    expect(service.log.join('\n')).not.toMatch(/Okafor|Moreno/);
  });
});
