import { afterEach, beforeAll, describe, it } from 'vitest';
import { signIn } from './support/coach.ts';
import { openCompanyProxy, type CompanyProxy } from './support/company-proxy.ts';
import { arrive } from './support/participant.ts';
import { openStage, type Stage } from './support/stage.ts';

let stage: Stage;
let proxy: CompanyProxy;
beforeAll(async () => {
  [stage, proxy] = [await openStage(), await openCompanyProxy()];
  return async () => {
    await stage.stop();
    await proxy.close();
  };
});
afterEach(async ({ task }) => {
  await stage.clear(task.result?.state === 'fail');
  proxy.turnTo('pass');
});

describe.each([
  { does: 'cuts event streams', toStreams: 'cut' },
  { does: 'holds back what they say', toStreams: 'hold back' },
] as const)('Behind a proxy that $does', ({ toStreams }) => {
  it('a participant’s page asks for itself, and says so', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const browser = await stage.openBrowser({ proxy: { server: proxy.server } });
    const ana = await arrive(stage, booked, 'Ana Silva', browser);
    await ana.enter();
    await ana.page.getByRole('heading', { name: 'Your coach is not in yet' }).waitFor();
    proxy.turnTo(toStreams);
    await ana.page.getByText('The connection is slow').waitFor();
    await booked.act({ act: 'confirm-host', lobbyVisible: true });
    await ana.page.getByRole('heading', { name: 'You can join now' }).waitFor();
    proxy.turnTo('pass');
    await ana.page.getByText('The connection is slow').waitFor({ state: 'hidden' });
  });

  it('the board shows who comes, and what is done on it is done', async () => {
    const booked = await stage.book('zoom', ['Ana Silva']);
    const coach = await signIn(stage, booked, { proxy: { server: proxy.server } });
    await coach.board.getByRole('region', { name: 'Not here yet' }).waitFor();
    proxy.turnTo(toStreams);
    await (await arrive(stage, booked, 'Ana Silva')).enter();
    await coach.board.getByRole('region', { name: 'Waiting here' }).getByText('Ana Silva').waitFor();
    await coach.start();
    await coach.board.getByRole('region', { name: 'On the way in' }).getByText('Ana Silva').waitFor();
  });
});
