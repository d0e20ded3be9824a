import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { createBrowser } from '../shared/browser.ts';
import { COACH, createTenant, MEETINGS, standalone, textOf, UPN } from './tenant.ts';

const COLLEAGUE = '8e0f2a3b-4c5d-4e6f-8a1b-2c3d4e5f6a7b';
const strict = {
  lobbyBypassSettings: { scope: 'organizer', isDialInBypassEnabled: false },
  allowedLobbyAdmitters: 'organizerAndCoOrganizers',
};

/** A tenant whose join addresses lead to the sandbox, with a meeting whose lobby holds everyone. */
async function createOpen(options: JsonObject = {}) {
  const tenant = await createTenant();
  onTestFinished(() => tenant.app.close());
  await tenant.configure({
    joinOrigin: 'http://127.0.0.1:4011',
    users: [
      { oid: COACH, upn: UPN },
      { oid: COLLEAGUE, upn: 'colleague@practice.example', displayName: 'Colleague' },
    ],
  });
  const { body } = await tenant.graph('POST', MEETINGS, standalone({ ...strict, ...options }));
  const link = textOf(body, 'joinWebUrl');
  const comes = async (name: string, account = '') => {
    const browser = createBrowser(tenant.app);
    await browser.open(link);
    return { browser, shown: await browser.press('Join now', { name, account }) };
  };
  return { ...tenant, link, comes };
}

describe('a join address of Teams', () => {
  it('leads to Teams, unless the account says where else', async () => {
    const tenant = await createTenant();
    onTestFinished(() => tenant.app.close());
    const { body } = await tenant.graph('POST', MEETINGS, standalone());
    expect(body.joinWebUrl).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3ameeting_/);
    const { link } = await createOpen();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4011\/l\/meetup-join\/19%3ameeting_/);
  });

  it('leads nowhere where there is no such meeting', async () => {
    const { app } = await createOpen();
    const nowhere = '/l/meetup-join/19%3ameeting_made-up%40thread.v2/0';
    expect(await createBrowser(app).open(nowhere)).toMatchObject({ status: 404 });
  });
});

describe('a participant', () => {
  it('waits until somebody lets them in, leaves, and waits again on coming back', async () => {
    const { comes } = await createOpen();
    const { browser: ana, shown } = await comes('Ana');
    expect(shown).toMatchObject({ heading: 'Please wait', says: 'The meeting has not started.' });
    const { browser: coach } = await comes('Coach', COACH);
    await coach.press('Admit Ana');
    expect(await ana.look()).toMatchObject({ heading: 'You are in the meeting' });
    await ana.press('Leave');
    expect(await ana.press('Rejoin')).toMatchObject({
      heading: 'Please wait',
      says: 'Somebody in the meeting should let you in soon.',
    });
  });

  it('is told where somebody declined, and may ask again', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', COACH);
    const { browser: ana } = await comes('Ana');
    await coach.look();
    await coach.press('Deny Ana');
    expect(await ana.look()).toMatchObject({ says: 'Your request to join was declined.' });
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('is another person than somebody of the same name in another browser', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', COACH);
    const [first, second] = [await comes('Ana'), await comes('Ana')];
    await coach.look();
    await coach.press('Admit Ana');
    expect([await first.browser.look(), await second.browser.look()].map(({ heading }) => heading)).toEqual([
      'You are in the meeting',
      'Please wait',
    ]);
  });
});

describe('a host', () => {
  it('in the wrong account waits like everybody else, without controls', async () => {
    const { comes } = await createOpen();
    for (const account of ['', COLLEAGUE])
      expect((await comes('Coach', account)).shown).toMatchObject({
        heading: 'Please wait',
        buttons: ['Leave'],
      });
    expect((await comes('Coach', COACH)).shown.buttons).toContain('Admit all');
  });

  it('is a co-organiser, too, in the account that the meeting names', async () => {
    const { comes } = await createOpen({
      participants: { attendees: [{ identity: { user: { id: COLLEAGUE } }, role: 'coorganizer' }] },
    });
    await comes('Ana');
    const { browser: coach, shown } = await comes('Coach', COLLEAGUE);
    expect(shown.buttons).toContain('Admit Ana');
    expect((await coach.press('Admit Ana')).html).toContain('Remove Ana');
  });

  it('who locks the meeting keeps out whoever dropped, too, until it is unlocked', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', COACH);
    const { browser: ana } = await comes('Ana');
    await coach.look();
    await coach.press('Admit Ana');
    await coach.press('Lock the meeting');
    await ana.look();
    await ana.press('Leave');
    expect(await ana.press('Rejoin')).toMatchObject({ says: 'This meeting is locked.' });
    expect((await comes('Bea')).shown).toMatchObject({ status: 403, says: 'This meeting is locked.' });
    await coach.look();
    await coach.press('Unlock the meeting');
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('ends it for everyone', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', COACH);
    const { browser: ana } = await comes('Ana');
    await coach.look();
    await coach.press('Admit Ana');
    await coach.press('End for all');
    expect(await ana.look()).toMatchObject({ heading: 'You are not in the meeting' });
  });
});
