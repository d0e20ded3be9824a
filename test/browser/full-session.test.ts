import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from './support/coach.ts';
import { look } from './support/look.ts';
import { arrive, type Participant } from './support/participant.ts';
import { openStage, type Stage } from './support/stage.ts';

const names = ['Ana Silva', 'Björn Lind', 'Chen Wei', 'Dara Okafor', 'Eva Novák'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  return stage.stop;
});
afterEach(({ task }) => stage.clear(task.result?.state === 'fail'));

describe.each([
  ['zoom', 'zoom'],
  ['teams', 'teams-calendar'],
  ['meet', 'meet'],
])('A whole session on %s', (platform, client) => {
  it('leads five people from their mail through one wait into the meeting, and leaves an attendance log', async () => {
    // The board and what a page says while it waits are alike on every platform.
    const isFirst = platform === 'zoom';
    const booked = await stage.book(client, names);
    const people: Participant[] = [];
    for (const name of names) people.push(await arrive(stage, booked, name));
    const [first] = people as [Participant];
    await look(first.page, `${platform}-1-enter`);
    for (const person of people) {
      await person.enter();
      await person.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    }
    if (isFirst) await look(first.page, `${platform}-2-held`);

    const coach = await signIn(stage, booked);
    await coach.board.getByText('5 people are waiting').waitFor();
    if (isFirst) await look(coach.board, `${platform}-3-board-before`);
    const host = await coach.start();

    for (const { page } of people) await page.getByRole('heading', { name: 'You can join now' }).waitFor();
    await look(first.page, `${platform}-4-released`);
    for (const person of people) {
      const meeting = await person.join();
      await coach.admit(host, person.name);
      // They have waited once, and are in.
      await meeting.getByRole('heading', { name: 'You are in the meeting' }).waitFor();
      await person.page.getByRole('heading', { name: 'You can join now' }).waitFor();
    }
    await coach.board.getByRole('heading', { name: 'Everyone is in' }).waitFor();
    if (isFirst) await look(coach.board, `${platform}-5-board-everyone`);

    await coach.lock();
    if (isFirst) await look(coach.board, `${platform}-6-board-locked`);
    await host.getByRole('button', { name: 'End for all' }).click();
    await coach.end();
    if (isFirst) await look(coach.board, `${platform}-7-board-over`);
    await first.page.getByRole('heading', { name: 'This session is over' }).waitFor();

    const log = await stage.api.must('GET', `/v1/sessions/${booked.sessionId}/attendance`);
    expect(log['people']).toHaveLength(5);
    for (const person of log['people'] as Record<string, unknown>[]) {
      expect(person).toMatchObject({
        identifiedBy: 'passcode',
        intervals: [{ from: expect.any(String) as string, to: expect.any(String) as string }],
      });
    }
  });
});
