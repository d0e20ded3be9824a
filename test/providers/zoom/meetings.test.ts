import { afterEach, describe, expect, it } from 'vitest';
import type { CompileInput } from '../../../src/domain/plan/compile.ts';
import { COLLEAGUE, ORGANISER } from '../../conformance/zoom.harness.ts';
import { ordinaryZoomSettings } from '../../support/ordinary-zoom.ts';
import { connectZoom, failureOf } from './bench.ts';

const open: { close: () => Promise<void> }[] = [];
const zoomWith = async (account: Record<string, unknown> = {}) => {
  const bench = await connectZoom(account);
  open.push(bench);
  return bench;
};
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

describe('a Zoom meeting for a session', () => {
  it('is made, read back, and has everything that must be met before its link is released', async () => {
    const { client, plan, intend, notMet } = await zoomWith();
    const [compiled, intent] = [await plan(), intend()];
    const { ref } = await client.provision(compiled, intent);
    expect(await notMet(ref, compiled, intent)).toEqual([]);
  });

  it.each([
    ['and with, where the account embeds it', true],
    ['alone, where the account does not embed it', false],
  ])('has its join link without the passcode %s', async (_case, embeds) => {
    const settings = { ...ordinaryZoomSettings, meeting_security: { embed_password_in_join_link: embeds } };
    const { client, plan, intend } = await zoomWith({ settings });
    const { joinUrl, joinUrlWithPasscode, ref } = await client.provision(await plan(), intend());
    const bare = `https://zoom.us/j/${ref.meetingId ?? ''}`;
    expect(joinUrl).toBe(bare);
    expect(joinUrlWithPasscode?.startsWith(`${bare}?pwd=`) ?? false).toBe(embeds);
  });

  it.each<[string, Partial<CompileInput>, string]>([
    ['coach-in-client', { hosting: 'coach-in-client' }, ''],
    [
      'sponsor who is away, with a coach of the account',
      { hosting: 'sponsor', people: { coach: 'member', organiserPresent: false } },
      COLLEAGUE,
    ],
    [
      'sponsor who takes part, with a coach from outside',
      { hosting: 'sponsor', people: { coach: 'outsider', organiserPresent: true } },
      '',
    ],
  ])('is met for hosting by %s', async (_case, changes, alternative) => {
    const { client, plan, intend, notMet, stored } = await zoomWith();
    const compiled = await plan(changes);
    const intent = intend();
    intent.slots = { ...intent.slots, coach: COLLEAGUE };
    const { ref } = await client.provision(compiled, intent);
    expect(await notMet(ref, compiled, intent)).toEqual([]);
    expect(await stored(ref)).toMatchObject({ meeting: { settings: { alternative_hosts: alternative } } });
  });

  it('is moved in place', async () => {
    const { client, plan, intend, notMet, countMeetings, stored } = await zoomWith();
    const intent = intend();
    const { ref } = await client.provision(await plan(), intent);
    const later = await plan({
      session: { startsAt: '2026-12-02T14:00:00.000Z', endsAt: '2026-12-02T15:00:00.000Z', timeZone: 'UTC' },
    });
    await client.revise(ref, later, intent);
    expect(await notMet(ref, later, intent)).toEqual([]);
    expect(await stored(ref)).toMatchObject({ meeting: { duration: 60, timezone: 'UTC' } });
    expect(await countMeetings()).toBe(1);
  });

  it('is repaired after somebody changed it on Zoom’s own pages', async () => {
    const { client, plan, intend, notMet, admin } = await zoomWith();
    const [compiled, intent] = [await plan(), intend()];
    const { ref } = await client.provision(compiled, intent);
    await admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, { settings: { waiting_room: false } });
    expect(await notMet(ref, compiled, intent)).toEqual(['entry.waiting-room.v1 unmet']);
    await client.revise(ref, compiled, intent);
    expect(await notMet(ref, compiled, intent)).toEqual([]);
  });

  it('has another link with the passcode once that was changed, and the same bare one', async () => {
    const { client, plan, intend } = await zoomWith();
    const [compiled, intent] = [await plan(), intend()];
    const made = await client.provision(compiled, intent);
    const again = await client.revise(made.ref, compiled, intent);
    expect(again.joinUrlWithPasscode).toBe(made.joinUrlWithPasscode);
    intent.slots = { ...intent.slots, passcode: `${intent.slots.passcode ?? ''}7`.slice(-10) };
    const changed = await client.revise(made.ref, compiled, intent);
    expect(changed.joinUrlWithPasscode).toContain(`${made.joinUrl}?pwd=`);
    expect(changed.joinUrlWithPasscode).not.toBe(made.joinUrlWithPasscode);
  });

  it('keeps nobody’s name, address or passcode in what is observed', async () => {
    const { client, plan, intend, admin } = await zoomWith();
    const [compiled, intent] = [await plan(), intend()];
    const { ref } = await client.provision(compiled, intent);
    await admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      topic: 'About ann',
      password: 'changed-1',
      settings: {
        meeting_invitees: [{ email: 'ann@client.example' }],
        alternative_hosts: 'ann@client.example',
      },
    });
    const { items } = await client.observe(ref, compiled, intent);
    expect(JSON.stringify(items)).not.toMatch(/ann|changed-1/);
    expect(items['meeting.settings.meeting_invitees']).toEqual({ value: 'differs' });
    expect(items['meeting.password']).toEqual({ value: 'differs' });
  });

  it('may carry Zoom’s own topic where the account replaces topics', async () => {
    const { client, plan, intend, notMet } = await zoomWith({
      settings: {
        in_meeting: { who_can_share_screen: 'all', allow_users_save_chats: 1 },
        recording: { save_chat_text: false },
        schedule_meeting: { always_display_zoom_meeting_as_topic: { enable: true } },
      },
    });
    const [compiled, intent] = [await plan(), intend()];
    const { ref } = await client.provision(compiled, intent);
    expect(await notMet(ref, compiled, intent)).toEqual([]);
  });
});

describe('a meeting whose outcome is not known', () => {
  it('is adopted by the reference and brought to the plan, and no second one is made', async () => {
    const { client, plan, intend, notMet, misbehave, countMeetings } = await zoomWith();
    const [compiled, intent] = [await plan(), intend()];
    await misbehave({ kind: 'lose-response', operation: 'meeting.create', times: 1 });
    await misbehave({
      kind: 'drop',
      operation: 'meeting.create',
      field: 'settings.waiting_room_options',
      times: 1,
    });
    expect((await failureOf(client.provision(compiled, intent))).code).toBe('OUTCOME_UNKNOWN');
    const adopted = await client.provision(compiled, { ...intent, lookFirst: true });
    expect(adopted.possibleStray).toBe(false);
    expect(await notMet(adopted.ref, compiled, intent)).toEqual([]);
    expect(await countMeetings()).toBe(1);
    expect(await client.findStrays(intent, { from: '', to: '' })).toEqual([adopted.ref]);
  });

  it('is looked for twice before another one is made', async () => {
    const { client, plan, intend, admin } = await zoomWith();
    const [compiled, intent] = [await plan(), intend({ lookFirst: true })];
    const made = await client.provision(compiled, intent);
    const log = (await admin('GET', '/requests')) as { operation: string }[];
    expect(log.filter(({ operation }) => operation === 'meeting.list')).toHaveLength(2);
    expect(made.possibleStray).toBe(false);
  });

  it('may be a stray where the account replaces topics, or where that cannot be read', async () => {
    const replaced = await zoomWith({
      settings: { schedule_meeting: { always_display_zoom_meeting_as_topic: { enable: true } } },
    });
    const made = await replaced.client.provision(await replaced.plan(), replaced.intend({ lookFirst: true }));
    expect(made.possibleStray).toBe(true);

    const blind = await zoomWith({
      unreadable: { user: [], account: ['schedule_meeting.not_store_meeting_topic'], locks: [] },
    });
    const other = await blind.client.provision(await blind.plan(), blind.intend({ lookFirst: true }));
    expect(other.possibleStray).toBe(true);
  });

  it('is found on a later page of the organiser’s meetings', async () => {
    const { connect, plan, intend, setUp } = await zoomWith();
    await setUp({ writesPerDay: 1_000 });
    const client = connect();
    const early = await plan({
      session: { startsAt: '2026-12-01T08:00:00.000Z', endsAt: '2026-12-01T09:00:00.000Z', timeZone: 'UTC' },
    });
    const late = await plan({
      session: { startsAt: '2026-12-31T08:00:00.000Z', endsAt: '2026-12-31T09:00:00.000Z', timeZone: 'UTC' },
    });
    for (let made = 0; made < 300; made += 1) await client.provision(early, intend());
    const intent = intend();
    const { ref } = await client.provision(late, intent);
    expect(await client.findStrays(intent, { from: '', to: '' })).toEqual([ref]);
  });
});

describe('the end of a meeting', () => {
  it('comes for a running one too, and retiring it again is no error', async () => {
    const { client, plan, intend, does, countMeetings } = await zoomWith();
    const intent = intend();
    const { ref } = await client.provision(await plan(), intent);
    await does(ref, { action: 'start' });
    await client.retire(ref, intent);
    await client.retire(ref, intent);
    expect(await countMeetings()).toBe(0);
  });

  it('comes at once by endNow, which does nothing where none runs', async () => {
    const { client, plan, intend, does, admin } = await zoomWith();
    const intent = intend();
    const { ref } = await client.provision(await plan(), intent);
    await client.endNow?.(ref, intent);
    await does(ref, { action: 'start' });
    await client.endNow?.(ref, intent);
    expect(await admin('GET', '/meetings')).toMatchObject([{ live: false }]);
    await client.retire(ref, intent);
    await client.endNow?.(ref, intent);
  });

  it('comes with a link that makes whoever opens it the host, fetched on demand', async () => {
    const { client, plan, intend } = await zoomWith();
    const intent = intend();
    const { ref } = await client.provision(await plan(), intent);
    const start = await client.hostLink?.(ref, { organiser: ORGANISER, coach: null });
    expect(start).toMatchObject({ account: ORGANISER, madeHostBy: 'link' });
    expect(start?.link).toContain(`/s/${ref.meetingId ?? ''}?zak=`);
    expect(start?.says).toContain(ORGANISER);
  });

  it('never hands the organiser’s own link to a coach who is an alternative host', async () => {
    const { client, plan, intend } = await zoomWith();
    const intent = intend();
    intent.slots = { ...intent.slots, coach: COLLEAGUE };
    const people = { coach: 'member', organiserPresent: false } as const;
    const { ref } = await client.provision(await plan({ hosting: 'sponsor', people }), intent);
    const start = await client.hostLink?.(ref, { organiser: ORGANISER, coach: COLLEAGUE });
    expect(start).toMatchObject({ account: COLLEAGUE, madeHostBy: 'account' });
    expect(start?.link).toMatch(/\/j\/\d+/);
    expect(start?.link).not.toContain('zak');
  });
});

describe('what a session left at Zoom', () => {
  const held = async (account: Record<string, unknown>, ...modes: string[]) => {
    const bench = await zoomWith(account);
    const intent = bench.intend();
    const { ref } = await bench.client.provision(await bench.plan(), intent);
    await bench.does(ref, { action: 'start' });
    for (const mode of modes) await bench.does(ref, { action: 'record-start', mode });
    await bench.client.endNow?.(ref, intent);
    return bench.client.listArtifacts?.(ref, intent) ?? Promise.reject(new Error('no such act'));
  };
  const withoutReports = [
    'meeting:write:admin',
    'meeting:read:admin',
    'user:read:admin',
    'account:read:admin',
    'recording:read:admin',
    'meeting_summary:read:admin',
  ];

  it('is nothing where nothing was recorded', async () => {
    expect(await held({})).toEqual([]);
  });

  it.each(['cloud', 'local'])('is a recording, made %s', async (mode) => {
    const kinds = (await held({}, mode)).map(({ kind }) => kind);
    expect(kinds).toContain('recording');
  });

  it('cannot be known without the report of past meetings', async () => {
    const error = await failureOf(held({ scopes: withoutReports }, 'local'));
    expect(error.code).toBe('CAPABILITY_UNSUPPORTED');
    expect(error.message).toContain('report:read:list_history_meetings:admin');
  });

  it('is told as far as it is seen', async () => {
    const kinds = (await held({ scopes: withoutReports }, 'cloud')).map(({ kind }) => kind);
    expect(kinds).toContain('recording');
  });
});

describe('the host', () => {
  it('is named when Zoom does not know them', async () => {
    const { client, plan, intend } = await zoomWith();
    const error = await failureOf(
      client.provision(await plan(), intend({ organiser: 'nobody@practice.example' })),
    );
    expect([error.code, error.field]).toEqual(['REJECTED', 'organiser']);
  });
});
