import { describe, expect, it, onTestFinished } from 'vitest';
import { createBrowser } from '../shared/browser.ts';
import { COLLEAGUE, createWorkspace, OWNER, STRICT, text } from './workspace.ts';

/** A Workspace whose links lead to the sandbox, with a space that everybody has to ask to join. */
async function createOpen(account: object = {}) {
  const workspace = await createWorkspace({ joinOrigin: 'http://127.0.0.1:4012', ...account });
  onTestFinished(() => workspace.app.close());
  const id = await workspace.space(STRICT);
  const link = text((await workspace.meeting(id)).meetingUri);
  const comes = async (name: string, signedInAs = '') => {
    const browser = createBrowser(workspace.app);
    await browser.open(link);
    return { browser, shown: await browser.press('Ask to join', { name, account: signedInAs }) };
  };
  return { ...workspace, id, link, comes };
}

describe('the link of a space', () => {
  it('leads to the origin that the account says, also where the API tells it', async () => {
    const { link, owner, id } = await createOpen();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4012\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    expect((await owner('GET', `/v2/spaces/${id}`)).body.meetingUri).toBe(link);
  });

  it('leads nowhere where there is no such space', async () => {
    const { app } = await createOpen();
    expect(await createBrowser(app).open('/abc-mnop-xyz')).toMatchObject({ status: 404 });
  });
});

describe('a participant', () => {
  it('asks to join, is let in, leaves, and has to ask again', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', OWNER);
    const { browser: ana, shown } = await comes('Ana');
    expect(shown).toMatchObject({ heading: 'Please wait', buttons: ['Leave'] });
    await coach.look();
    await coach.press('Admit Ana');
    expect(await ana.look()).toMatchObject({ heading: 'You are in the meeting' });
    await ana.press('Leave');
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('whom nobody answers has to ask once more, after the time that the account says', async () => {
    const { comes, advance } = await createOpen({ knockSeconds: 120 });
    const { browser: coach } = await comes('Coach', OWNER);
    const { browser: ana } = await comes('Ana');
    advance(119);
    expect(await ana.look()).toMatchObject({ heading: 'Please wait' });
    advance(1);
    expect(await ana.look()).toMatchObject({ says: 'Nobody answered your request to join. Ask again.' });
    expect((await coach.look()).html).toContain('Waiting (0)');
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('has their request lapse at once where a test says so', async () => {
    const { comes, id, people, meeting } = await createOpen();
    const { browser: ana } = await comes('Ana');
    const { waiting } = await meeting(id);
    const [person] = Object.values(waiting ?? {});
    expect(await people(id, { action: 'lapse', person })).toMatchObject({ status: 200 });
    expect(await ana.look()).toMatchObject({ says: 'Nobody answered your request to join. Ask again.' });
    expect(await people(id, { action: 'lapse', person })).toMatchObject({ status: 409 });
  });

  it('is told where somebody denied it', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', OWNER);
    const { browser: ana } = await comes('Ana');
    await coach.look();
    await coach.press('Deny Ana');
    expect(await ana.look()).toMatchObject({ says: 'Somebody in the meeting denied your request to join.' });
  });

  it('is another person than somebody of the same name in another browser', async () => {
    const { comes } = await createOpen();
    const { browser: coach } = await comes('Coach', OWNER);
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
  it('in the wrong account asks like everybody else, without controls', async () => {
    const { comes } = await createOpen();
    for (const account of ['', COLLEAGUE])
      expect((await comes('Coach', account)).shown).toMatchObject({
        heading: 'Please wait',
        buttons: ['Leave'],
      });
    const { shown } = await comes('Coach', OWNER);
    expect(shown.buttons).toContain('Admit all');
    expect(shown.buttons).not.toContain('Lock the meeting');
  });

  it('is a co-host, too, in the account that the space names, and ends it for everyone', async () => {
    const { comes, owner, id } = await createOpen();
    await owner('POST', `/v2/spaces/${id}/members`, { email: COLLEAGUE, role: 'COHOST' });
    const { browser: ana } = await comes('Ana');
    const { browser: coach } = await comes('Coach', COLLEAGUE);
    await coach.press('Admit Ana');
    expect(await ana.look()).toMatchObject({ heading: 'You are in the meeting' });
    await coach.press('End for all');
    expect(await ana.look()).toMatchObject({ heading: 'You are not in the meeting' });
  });
});
