import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type Coach } from './support/coach.ts';
import { look } from './support/look.ts';
import { arrive, type Participant } from './support/participant.ts';
import { found, openStage, type Booked, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  return stage.stop;
});
afterEach(({ task }) => stage.clear(task.result?.state === 'fail'));

interface Running {
  booked: Booked;
  coach: Coach;
  host: Page;
  ana: Participant;
  /** Ana’s page at the platform. */
  meeting: Page;
}

/** A session that runs, with Ana in it and Björn still expected. */
async function running(client: string): Promise<Running> {
  const booked = await stage.book(client, ['Ana Silva', 'Björn Lind']);
  const coach = await signIn(stage, booked);
  const host = await coach.start();
  const ana = await arrive(stage, booked, 'Ana Silva');
  await ana.enter();
  const meeting = await ana.join();
  await coach.admit(host, 'Ana Silva');
  await isIn(meeting);
  return { booked, coach, host, ana, meeting };
}

const isIn = (meeting: Page) => meeting.getByRole('heading', { name: 'You are in the meeting' }).waitFor();
const waits = (meeting: Page) => meeting.getByRole('heading', { name: 'Please wait' }).waitFor();

/** Opens the pass anew, as after a closed browser, and goes to the platform by our page. */
async function comeBack({ page, link, browser }: Participant): Promise<Page> {
  await page.goto(link);
  await page.getByRole('heading', { name: 'You can join now' }).waitFor();
  const opening = browser.waitForEvent('page');
  await page.getByRole('button', { name: /^Join on / }).click();
  const meeting = await opening;
  await meeting.getByRole('button', { name: 'Rejoin' }).click();
  return meeting;
}

describe('Whoever drops', () => {
  it.each(['before the lock', 'after the lock'])(
    'comes back %s by our page and by the platform’s own button, without being asked anything',
    async (when) => {
      const { coach, host, ana, meeting } = await running('zoom');
      if (when === 'after the lock') await coach.lock();

      await meeting.getByRole('button', { name: 'Leave' }).click();
      await meeting.getByRole('button', { name: 'Rejoin' }).click();
      // Nothing can skip the platform’s waiting room.
      await waits(meeting);
      await host.getByRole('button', { name: 'Admit Ana Silva', exact: true }).click();
      await isIn(meeting);

      await meeting.getByRole('button', { name: 'Leave' }).click();
      const again = await comeBack(ana);
      await waits(again);
      await coach.row('Ana Silva').getByText('back', { exact: true }).waitFor();
      await look(coach.board, `board-back-${when.replaceAll(' ', '-')}`);
      await coach.admit(host, 'Ana Silva');
      await isIn(again);
    },
  );

  it('on Meet asks again when nobody answered the knock', async () => {
    const { coach, host, ana, meeting } = await running('meet');
    await meeting.getByRole('button', { name: 'Leave' }).click();
    await meeting.getByRole('button', { name: 'Rejoin' }).click();
    await waits(meeting);
    await lapse(host, meeting);
    await meeting.getByText('Nobody answered your request to join').waitFor();
    const again = await comeBack(ana);
    await waits(again);
    await coach.admit(host, 'Ana Silva');
    await isIn(again);
  });
});

/** The sandbox’s clock for a knock runs out. */
async function lapse(host: Page, meeting: Page): Promise<void> {
  const { origin, pathname } = new URL(meeting.url());
  const browser = await host
    .getByRole('listitem')
    .filter({ hasText: 'Ana Silva' })
    .locator('input[name="who"]')
    .first()
    .getAttribute('value');
  const answer = await fetch(`${origin}/_sandbox/meetings`);
  const meetings = (await answer.json()) as { id: string }[];
  const { id } = found(meetings.find((each) => JSON.stringify(each).includes(pathname.slice(1))));
  const lapsed = await fetch(`${origin}/_sandbox/meetings/${id}/people`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'lapse', person: { name: 'Ana Silva', browser } }),
  });
  expect(lapsed.status).toBe(200);
}

describe('Whoever is late', () => {
  it('is held after the lock, is a card, and one key opens for that person alone', async () => {
    const { booked, coach, host } = await running('zoom');
    await coach.lock();
    const bjorn = await arrive(stage, booked, 'Björn Lind');
    await bjorn.enter();
    await bjorn.page.getByRole('heading', { name: 'The session has begun and the door is closed' }).waitFor();
    await look(bjorn.page, 'late');
    const card = 'Björn Lind has come after the door was locked.';
    await coach.board.getByRole('listitem', { name: card }).waitFor();
    await look(coach.board, 'board-late');
    await coach.decide(card, 'l');
    const meeting = await bjorn.join();
    await coach.admit(host, 'Björn Lind');
    await isIn(meeting);
    expect((await booked.board()).door.lockedAt).not.toBeNull();
  });
});
