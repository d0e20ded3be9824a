import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COACH, hostIn, openHostPage, signIn } from './support/coach.ts';
import { look } from './support/look.ts';
import { arrive, askIn } from './support/participant.ts';
import { CONTACT, openStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  return stage.stop;
});
afterEach(({ task }) => stage.clear(task.result?.state === 'fail'));

describe('A host', () => {
  it('in the wrong account is told so, and nobody is let through before the right one', async () => {
    const booked = await stage.book('teams-calendar', ['Ana Silva']);
    const ana = await arrive(stage, booked, 'Ana Silva');
    await ana.enter();
    const held = ana.page.getByRole('heading', { name: 'Your coach is not in yet' });
    await held.waitFor();
    const coach = await signIn(stage, booked);
    await coach.board.getByRole('button', { name: 'Start as host' }).click();
    const wrong = await openHostPage(coach.browser, coach.board);
    await look(coach.board, 'board-start');
    await askIn(wrong, 'Coach');
    expect(await wrong.getByRole('button', { name: /^Admit/ }).count()).toBe(0);
    await coach.board.getByRole('button', { name: 'No', exact: true }).click();
    await coach.board.getByText('Then you are not in as the host').waitFor();
    await look(coach.board, 'board-wrong-account');
    expect((await booked.board()).door.hostInAt).toBeNull();
    await held.waitFor();

    // In a window where the right account is signed in.
    const right = await (await stage.openBrowser()).newPage();
    await right.goto(wrong.url());
    await hostIn(right, COACH);
    await coach.board.getByRole('button', { name: /^Yes, I see them/ }).click();
    await ana.page.getByRole('heading', { name: 'You can join now' }).waitFor();
  });

  it('who never comes leaves nobody without somebody to call, and the practice is told', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const ana = await arrive(stage, booked, 'Ana Silva');
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    expect(await ana.page.getByText(CONTACT).isVisible()).toBe(false);
    const coach = await signIn(stage, booked);

    stage.passMinutes(16);
    await stage.alertHostMissing(booked);
    await ana.page.getByText(CONTACT).waitFor();
    await look(ana.page, 'host-missing');
    await coach.board.getByRole('main').getByText('People are waiting, and no host is in.').waitFor();
    await look(coach.board, 'board-host-missing');
  });
});

describe('The console', () => {
  it('has no grave issue on any of its other pages', async () => {
    const booked = await stage.book('zoom', ['Ana Silva', 'Björn Lind']);
    const coach = await signIn(stage, booked);
    const { board } = coach;
    const closeDialog = async () => {
      await board.keyboard.press('Escape');
      await board.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await board.getByRole('button', { name: 'Admit by voice' }).first().click();
    await look(board, 'board-vouch');
    await closeDialog();
    await board.getByRole('button', { name: 'Keys' }).click();
    await look(board, 'board-keys');
    await closeDialog();
    await board.getByRole('button', { name: 'Hide names' }).click();
    await board.getByText('Ana Silva').waitFor({ state: 'detached' });
    await look(board, 'board-names-hidden');
    await board.goto(`${stage.address}/console/`);
    await board.getByText('A client that approves Zoom').first().waitFor();
    await look(board, 'agenda');
    await board.goto(`${stage.address}/console/mailbox`);
    await board
      .getByText(/Passcode:/)
      .first()
      .waitFor();
    await look(board, 'mailbox');
    const outside = await (await stage.openBrowser({ colorScheme: 'dark' })).newPage();
    await outside.goto(`${stage.address}/console/`);
    await outside.getByLabel('E-mail address').waitFor();
    await look(outside, 'sign-in-dark');
  });
});
