import type { BrowserContext, Page } from 'playwright-core';
import { found, type Booked, type Stage } from './stage.ts';

/** How each sandbox’s page calls coming in, as its platform does. */
const JOINS = /^(Join|Join now|Ask to join)$/;

/** A participant in a browser of their own, who has their mail. */
export interface Participant {
  name: string;
  /** Where the pass leads. */
  link: string;
  browser: BrowserContext;
  /** The page that the pass opens. */
  page: Page;
  /** Reads the notice, gives the passcode that came by mail, or another one, and comes in. */
  enter: (passcode?: string) => Promise<void>;
  /** Taps Join and asks at the platform to come in, under this name; gives the platform’s page. */
  join: (as?: string) => Promise<Page>;
}

/** Somebody of the roster opens the link of their invitation. */
export async function arrive(
  stage: Stage,
  { people }: Booked,
  name: string,
  browser?: BrowserContext,
): Promise<Participant> {
  const { email } = found(people[name]);
  const link = await stage.letters.passLink(email);
  const own = browser ?? (await stage.openBrowser());
  const page = await own.newPage();
  await page.goto(link);
  return {
    name,
    link,
    browser: own,
    page,
    async enter(passcode) {
      await page
        .getByLabel('Passcode', { exact: true })
        .fill(passcode ?? (await stage.letters.passcode(email)));
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Come in' }).click();
    },
    async join(as = name) {
      const opening = own.waitForEvent('page');
      await page.getByRole('button', { name: /^Join on / }).click();
      const platform = await opening;
      await askIn(platform, as);
      return platform;
    },
  };
}

/** Gives a name at the platform’s page and asks to come in. */
export async function askIn(platform: Page, name: string): Promise<void> {
  await platform.getByLabel('Your name').fill(name);
  await platform.getByRole('button', { name: JOINS }).click();
  await platform.getByRole('heading', { name: 'Please wait' }).waitFor();
}
