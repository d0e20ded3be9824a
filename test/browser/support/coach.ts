import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Booked, Stage } from './stage.ts';

/** The example’s coach, as the practice and the platforms know them. */
export const COACH = 'coach@practice.example';

/** A coach who is signed in to the console, with one session’s board open. */
export interface Coach {
  browser: BrowserContext;
  board: Page;
  /** One person on the roll. */
  row: (name: string) => Locator;
  /** Opens the meeting as the host in this account, and says on the board that the lobby’s controls are there; gives the host’s page. */
  start: () => Promise<Page>;
  /** Admits somebody at the platform, then marks them on the board. */
  admit: (host: Page, name: string) => Promise<void>;
  /** Decides the exception that says this, by one key. */
  decide: (says: string, key: string) => Promise<void>;
  lock: () => Promise<void>;
  end: () => Promise<void>;
}

/** Asks for a one-time link, follows it from the mail, and opens the board. */
export async function signIn(
  stage: Stage,
  { sessionId }: Booked,
  options: BrowserContextOptions = {},
): Promise<Coach> {
  const browser = await stage.openBrowser(options);
  const board = await browser.newPage();
  await board.goto(`${stage.address}/console/`);
  await board.getByLabel('E-mail address').fill(COACH);
  await board.getByRole('button', { name: 'Send me a link' }).click();
  await board.getByText('a link is on its way').waitFor();
  await board.goto(await stage.letters.signInLink(COACH));
  await board.getByRole('button', { name: 'Sign in' }).click();
  await board.getByRole('heading', { name: 'Your sessions' }).waitFor();
  await board.goto(`${stage.address}/console/sessions/${sessionId}`);
  await board.getByRole('heading', { name: 'Roll-call' }).waitFor();

  const row = (name: string) => board.getByRole('listitem', { name, exact: true });
  const dialog = board.getByRole('dialog');
  return {
    browser,
    board,
    row,
    async start() {
      await board.getByRole('button', { name: 'Start as host' }).click();
      const host = await openHostPage(browser, board);
      await hostIn(host, COACH);
      await board.getByRole('button', { name: /^Yes, I see them/ }).click();
      await board.getByRole('heading', { name: 'People are coming in' }).waitFor();
      return host;
    },
    async admit(host, name) {
      await host.getByRole('button', { name: `Admit ${name}`, exact: true }).click();
      await row(name)
        .getByRole('button', { name: /^(Admitted|Back in)$/ })
        .click();
    },
    async decide(says, key) {
      await board.getByRole('listitem', { name: says }).focus();
      await board.keyboard.press(key);
    },
    async lock() {
      await board.getByRole('button', { name: 'Lock', exact: true }).click();
      await dialog.getByRole('button', { name: 'Lock', exact: true }).click();
      await board.getByRole('heading', { name: /^Locked/ }).waitFor();
    },
    async end() {
      await board.getByRole('button', { name: 'End the session' }).click();
      await dialog.getByRole('button', { name: 'End the session' }).click();
      await board.getByRole('heading', { name: 'The session is over' }).waitFor();
    },
  };
}

/** Fetches the host’s link in the open dialog and follows it. */
export async function openHostPage(browser: BrowserContext, board: Page): Promise<Page> {
  await board.getByRole('button', { name: 'Get my host link' }).click();
  const opening = browser.waitForEvent('page');
  await board.getByRole('link', { name: /^Open / }).click();
  return opening;
}

/** Comes in as this account, or by a link that makes its bearer the host. */
export async function hostIn(host: Page, account: string): Promise<void> {
  await host.getByRole('heading', { name: /^(Join|Start) the meeting$/ }).waitFor();
  const start = host.getByRole('button', { name: 'Start' });
  if (await start.isVisible()) await start.click();
  else {
    await host.getByLabel('Your name').fill('Coach');
    await host.getByLabel('Signed in as').selectOption({ label: account });
    await host.getByRole('button', { name: /^(Join|Join now|Ask to join)$/ }).click();
  }
  await host.getByRole('heading', { name: 'You are in the meeting' }).waitFor();
}
