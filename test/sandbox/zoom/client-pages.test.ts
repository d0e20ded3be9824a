import { describe, expect, it } from 'vitest';
import { createBrowser } from '../shared/browser.ts';
import { createReceiver, createZoom, HOST } from './harness.ts';

const held = {
  type: 2,
  password: 'k4T9wq',
  settings: {
    waiting_room: true,
    waiting_room_options: { mode: 'custom', who_goes_to_waiting_room: 'everyone' },
    join_before_host: false,
  },
};
const COLLEAGUE = 'colleague@practice.example';

/** A sandbox whose links lead to itself, with a meeting that holds everyone. */
async function createOpen(account: object = {}, meeting: object = {}) {
  const zoom = await createZoom({
    joinOrigin: 'http://127.0.0.1:4010/',
    users: [{ email: HOST }, { email: COLLEAGUE }],
    ...account,
  });
  const answer = await zoom.create({ ...held, ...meeting });
  const made = answer.json<{ id: number; join_url: string; start_url: string }>();
  const comes = async (name: string, typed: Record<string, string> = {}, link = made.join_url) => {
    const browser = createBrowser(zoom.app);
    await browser.open(link);
    return { browser, shown: await browser.press('Join', { name, ...typed }) };
  };
  const starts = async () => {
    const browser = createBrowser(zoom.app);
    await browser.open(made.start_url);
    return { browser, shown: await browser.press('Start') };
  };
  return { ...zoom, made, comes, starts };
}

describe('the links of a Zoom meeting', () => {
  it('lead to Zoom, unless the account says where else', async () => {
    const { created } = await createZoom();
    expect((await created(held)).join_url).toMatch(/^https:\/\/zoom\.us\/j\/\d+\?pwd=/);
    const { made } = await createOpen();
    expect(made.join_url).toMatch(/^http:\/\/127\.0\.0\.1:4010\/j\/\d+\?pwd=/);
    expect(made.start_url).toMatch(/^http:\/\/127\.0\.0\.1:4010\/s\/\d+\?zak=/);
  });

  it('lead nowhere where there is no such meeting', async () => {
    const { app } = await createZoom();
    expect(await createBrowser(app).open('/j/12345')).toMatchObject({ status: 404 });
  });
});

describe('a participant', () => {
  it('waits for the host and then in the waiting room, is admitted, leaves, and waits again on coming back', async () => {
    const { comes, starts } = await createOpen();
    const { browser: ana, shown } = await comes('Ana');
    expect(shown).toMatchObject({ heading: 'Please wait', says: 'The host has not started the meeting.' });
    const { browser: coach } = await starts();
    expect(await ana.look()).toMatchObject({ says: 'The host will let you in soon.', buttons: ['Leave'] });
    await coach.look();
    await coach.press('Admit Ana');
    expect(await ana.look()).toMatchObject({ heading: 'You are in the meeting' });
    expect(await ana.press('Leave')).toMatchObject({
      heading: 'You are not in the meeting',
      buttons: ['Rejoin'],
    });
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('can leave before the host has come', async () => {
    const { comes, starts } = await createOpen();
    const { browser: ana } = await comes('Ana');
    expect(await ana.press('Leave')).toMatchObject({ heading: 'You are not in the meeting' });
    expect((await starts()).shown.html).toContain('Waiting (0)');
  });

  it('types the passcode where the link does not carry it', async () => {
    const { comes, made, app } = await createOpen();
    const bare = made.join_url.split('?')[0] ?? '';
    const ana = createBrowser(app);
    expect((await ana.open(bare)).fields).toEqual(['name', 'account', 'passcode']);
    expect(await ana.press('Join', { name: 'Ana', passcode: 'guess' })).toMatchObject({
      status: 403,
      says: 'The passcode is wrong.',
    });
    expect(await ana.press('Join', { name: 'Ana', passcode: 'k4T9wq' })).toMatchObject({
      heading: 'Please wait',
    });
    expect((await createBrowser(app).open(made.join_url)).fields).toEqual(['name', 'account']);
    expect((await comes('Bea', {}, `${bare}?pwd=made-up`)).shown.says).toBe('The passcode is wrong.');
  });

  it('is shown as they gave their name, and never as a part of the page', async () => {
    const { comes, starts } = await createOpen();
    const { browser: coach } = await starts();
    await comes('<b>Ana</b>');
    const { html, says } = await coach.look();
    expect(says).toBe('You can see and hear the others.');
    expect(html).toContain('b&#62;Ana');
    expect(html).not.toContain('<b>');
  });

  it('has no host’s controls, and sends none that is obeyed', async () => {
    const { comes, starts } = await createOpen();
    const { browser: coach } = await starts();
    const { browser: ana, shown } = await comes('Ana');
    expect(shown.buttons).toEqual(['Leave']);
    await ana.forge({ do: 'admit-all' });
    await ana.forge({ do: 'end' });
    expect(await ana.look()).toMatchObject({ heading: 'Please wait' });
    expect(await coach.look()).toMatchObject({ heading: 'You are in the meeting' });
  });
});

describe('a host', () => {
  it('sees who waits, admits one or all, and lets one or all go', async () => {
    const { comes, starts } = await createOpen();
    const { browser: coach } = await starts();
    const [ana, bea, cem] = [await comes('Ana'), await comes('Bea'), await comes('Cem')];
    expect((await coach.look()).buttons).toEqual([
      'Leave',
      ...['Admit Ana', 'Deny Ana', 'Admit Bea', 'Deny Bea', 'Admit Cem', 'Deny Cem'],
      ...['Admit all', 'Deny all', 'Lock the meeting', 'End for all'],
    ]);
    await coach.press('Deny Ana');
    expect(await ana.browser.look()).toMatchObject({ says: 'The host did not let you in.' });
    await coach.press('Admit all');
    expect(await bea.browser.look()).toMatchObject({ heading: 'You are in the meeting' });
    await coach.press('Remove Cem');
    expect(await cem.browser.look()).toMatchObject({ heading: 'You are not in the meeting' });
    await coach.press('End for all');
    expect(await bea.browser.look()).toMatchObject({ heading: 'You are not in the meeting' });
  });

  it('who locks it keeps out whoever dropped, too, until it is unlocked', async () => {
    const { comes, starts } = await createOpen();
    const { browser: coach } = await starts();
    const { browser: ana } = await comes('Ana');
    await coach.look();
    await coach.press('Admit Ana');
    await coach.press('Lock the meeting');
    await ana.look();
    await ana.press('Leave');
    expect(await ana.press('Rejoin')).toMatchObject({ says: 'The host has locked the meeting.' });
    await coach.look();
    await coach.press('Unlock the meeting');
    expect(await ana.press('Rejoin')).toMatchObject({ heading: 'Please wait' });
  });

  it('is made by the start link, for two hours', async () => {
    const { made, app, pass } = await createOpen();
    const browser = createBrowser(app);
    expect(await browser.open(made.start_url)).toMatchObject({ heading: 'Start the meeting', fields: [] });
    expect(await createBrowser(app).open(`/s/${made.id}?zak=made-up`)).toMatchObject({ status: 404 });
    pass(2 * 3_600);
    expect(await browser.open(made.start_url)).toMatchObject({ status: 404 });
  });

  it('is an alternative host in the own account, and in the wrong account nobody in particular', async () => {
    const { comes } = await createOpen({}, { settings: { ...held.settings, alternative_hosts: COLLEAGUE } });
    const wrong = await comes('Coach');
    expect(wrong.shown).toMatchObject({ heading: 'Please wait', buttons: ['Leave'] });
    const right = await comes('Coach', { account: COLLEAGUE });
    expect(right.shown.buttons).toContain('End for all');
    expect(right.shown.html).toContain('Admit Coach');
  });
});

it('what people do in the pages is told by webhooks', async () => {
  const receiver = await createReceiver();
  const { comes, starts } = await createOpen({ webhook: { url: receiver.url, secretToken: 'any' } });
  const { browser: coach } = await starts();
  const { browser: ana } = await comes('Ana');
  await coach.look();
  await coach.press('Admit Ana');
  await ana.look();
  await ana.press('Leave');
  expect(receiver.events().slice(-5)).toEqual([
    'meeting.participant_joined',
    'meeting.participant_joined_waiting_room',
    'meeting.participant_admitted',
    'meeting.participant_joined',
    'meeting.participant_left',
  ]);
});
