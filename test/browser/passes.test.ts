import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from './support/coach.ts';
import { look } from './support/look.ts';
import { arrive } from './support/participant.ts';
import { found, openStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  return stage.stop;
});
afterEach(({ task }) => stage.clear(task.result?.state === 'fail'));

const SECOND_DEVICE = 'The pass of Ana Silva is used on a second device.';
const hostIsIn = { act: 'confirm-host', lobbyVisible: true } as const;

describe('A pass', () => {
  it('in a stranger’s hands is a card that the coach turns away by one key, and does not shut its owner out', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const ana = await arrive(stage, booked, 'Ana Silva');
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    // Both messages were forwarded, the worst that can be.
    const stranger = await arrive(stage, booked, 'Ana Silva');
    expect(await stranger.page.content()).not.toContain('Silva');
    await stranger.enter();
    await stranger.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();

    const coach = await signIn(stage, booked);
    await coach.board.getByRole('listitem', { name: SECOND_DEVICE }).waitFor();
    await look(coach.board, 'board-card');
    await booked.act(hostIsIn);
    await ana.page.getByRole('heading', { name: 'You can join now' }).waitFor();
    await stranger.page
      .getByRole('heading', { name: 'Your pass was used on another device before' })
      .waitFor();
    await look(stranger.page, 'pass-second-device');
    await coach.decide(SECOND_DEVICE, 't');
    await stranger.page.getByRole('heading', { name: 'Your coach has not let you in' }).waitFor();
    await ana.page.getByRole('heading', { name: 'You can join now' }).waitFor();
  });

  it('on its owner’s second device lets in by one key', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    await (await arrive(stage, booked, 'Ana Silva')).enter();
    const second = await arrive(stage, booked, 'Ana Silva');
    await second.enter();
    await booked.act(hostIsIn);
    const coach = await signIn(stage, booked);
    await coach.decide(SECOND_DEVICE, 'l');
    await second.page.getByRole('heading', { name: 'You can join now' }).waitFor();
  });

  it('with a wrong passcode opens nothing, says nothing of whom it is for, and the coach sees the try', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const ana = await arrive(stage, booked, 'Ana Silva');
    await ana.enter('not-this-one');
    await ana.page.getByRole('heading', { name: 'That did not work' }).waitFor();
    await look(ana.page, 'pass-wrong');
    expect(await ana.page.content()).not.toContain('Silva');
    expect(await booked.board()).toMatchObject({ people: [{ status: 'expected', wrongTries: 1 }] });
    await ana.page.getByRole('link', { name: 'Try again' }).click();
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
  });

  it('that is withdrawn turns from the page that is open, and opens nothing afterwards', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const ana = await arrive(stage, booked, 'Ana Silva');
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    const { id } = found(booked.people['Ana Silva']);
    await stage.api.must('DELETE', `/v1/sessions/${booked.sessionId}/people/${id}`);
    const closed = ana.page.getByRole('heading', { name: 'This link does not open a session' });
    await closed.waitFor();
    await ana.page.goto(ana.link);
    await closed.waitFor();
    await look(ana.page, 'pass-withdrawn');
    await booked.act(hostIsIn);
    await ana.page.reload();
    await closed.waitFor();
  });

  it('that a mail scanner opens, with script and without, is as it was; so is a portal’s address', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const { id, email } = found(booked.people['Ana Silva']);
    const pass = await stage.letters.passLink(email);
    const entry = await stage.api.must('POST', `/v1/sessions/${booked.sessionId}/people/${id}/entries`);
    const portal = entry['link'] as string;
    const before = await booked.board();
    const asked: string[] = [];
    for (const javaScriptEnabled of [true, false]) {
      const scanner = await stage.openBrowser({ javaScriptEnabled });
      const page = await scanner.newPage();
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      for (const link of [pass, `${pass}/check`, portal]) await page.goto(link, { waitUntil: 'load' });
      await page.request.head(pass);
      expect(await scanner.cookies()).toEqual([]);
    }
    // Nobody else is told of it either.
    expect(new Set(asked)).toEqual(new Set([stage.address]));
    const { revision, people, door } = await booked.board();
    expect({ revision, people, door }).toEqual({
      revision: before.revision,
      people: before.people,
      door: before.door,
    });
    const person = await (await stage.openBrowser()).newPage();
    await person.goto(portal);
    await look(person, 'portal');
    await person.getByRole('button', { name: 'Go on' }).click();
    await person.getByRole('heading', { name: 'Your confidential session' }).waitFor();
  });
});

describe('The participants’ pages', () => {
  it('work without script: they load themselves anew and lead to the platform', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const plain = await stage.openBrowser({ javaScriptEnabled: false });
    const ana = await arrive(stage, booked, 'Ana Silva', plain);
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    await booked.act(hostIsIn);
    await ana.page.getByRole('heading', { name: 'You can join now' }).waitFor();
    await ana.join();
  });

  it('lead people with a code to their own, and check a device', async () => {
    const booked = await stage.book('zoom', []);
    const added = await stage.api.must('POST', `/v1/sessions/${booked.sessionId}/people`, {
      name: 'Eva Novák',
    });
    const { code } = await stage.api.must(
      'GET',
      `/v1/sessions/${booked.sessionId}/people/${added['id'] as string}/pass`,
    );
    const page = await (await stage.openBrowser()).newPage();
    await page.goto(`${stage.address}/p`);
    await look(page, 'code');
    await page.getByLabel('The code that was read out to you').fill(code as string);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Your confidential session' }).waitFor();
    await page.getByRole('link', { name: 'Check that this device works' }).click();
    await page.locator('[data-check-stream][data-ok="yes"]').waitFor();
    await look(page, 'check');
  });

  it('need less than 60 kB of script', async () => {
    const script = await (await fetch(`${stage.address}/assets/door.js`)).arrayBuffer();
    expect(script.byteLength).toBeGreaterThan(0);
    expect(script.byteLength).toBeLessThan(60_000);
  });
});
