import { describe, expect, it } from 'vitest';
import type { People } from '../../../src/domain/plan/declaration.ts';
import { planFor, useTeams } from './session.ts';

const { bench, connect, intend, misbehave, operations, notMet, failureOf } = useTeams();

const window = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const asOrganiser: People = { coach: 'organiser', organiserPresent: true };
const asCoOrganiser: People = { coach: 'member', organiserPresent: false };

describe('making a meeting', () => {
  it.each([
    ['practice', 'calendar', asOrganiser],
    ['practice', 'standalone', asOrganiser],
    ['coach-in-client', 'calendar', asOrganiser],
    ['coach-in-client', 'standalone', asOrganiser],
    ['sponsor', 'standalone', asCoOrganiser],
    ['sponsor', 'calendar', asCoOrganiser],
  ] as const)(
    'meets all that is due before unsealing: hosted by %s, %s',
    async (hosting, backing, people) => {
      const plan = planFor({ hosting, backing, people });
      const slots = { ...intend().slots, coach: bench().colleague };
      const intent = intend(people.coach === 'organiser' ? {} : { slots });
      const { ref, joinUrl, possibleStray } = await connect().provision(plan, intent);
      expect(joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\//);
      expect(possibleStray).toBe(false);
      expect(await notMet(ref, plan, intent)).toEqual([]);
    },
  );

  it('finds the meeting of an event by its address, which holds percent signs of its own', async () => {
    const { ref, joinUrl } = await connect().provision(planFor(), intend());
    expect(joinUrl).toContain('%3a');
    const held = (await bench().meetings()).find(({ id }) => id === ref.meetingId);
    expect(held?.joinWebUrl).toBe(joinUrl);
    expect(await operations()).toEqual(['event.create', 'meeting.find', 'meeting.update']);
  });

  it('names at Teams the coach who is co-organiser, and nobody else', async () => {
    const plan = planFor({ hosting: 'sponsor', backing: 'standalone', people: asCoOrganiser });
    const intent = intend({ slots: { ...intend().slots, coach: bench().colleague } });
    const { ref } = await connect().provision(plan, intent);
    const [held] = (await bench().meetings()).filter(({ id }) => id === ref.meetingId);
    expect(held?.stored.participants).toMatchObject({
      attendees: [{ identity: { user: { id: bench().colleague } }, role: 'coorganizer' }],
    });
    expect(await notMet(ref, plan, intent)).toEqual([]);
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      participants: { attendees: [] },
    });
    expect(await notMet(ref, plan, intent)).toEqual([
      'entry.admitters.v1 unmet',
      'confidentiality.participant-data.v1 unmet',
    ]);
  });

  it('is started by its join address, in an account that is named as Teams names it, or else by its id', async () => {
    const { colleague, organiser } = bench();
    const plan = planFor({ hosting: 'sponsor', backing: 'standalone', people: asCoOrganiser });
    const intent = intend({ slots: { ...intend().slots, coach: colleague } });
    const { ref, joinUrl } = await connect().provision(plan, intent);
    const asOrganiser = await connect().hostLink?.(ref, { organiser, coach: null });
    expect(asOrganiser).toMatchObject({
      link: joinUrl,
      account: 'coach@practice.example',
      madeHostBy: 'account',
    });
    const asCoach = await connect().hostLink?.(ref, { organiser, coach: colleague });
    expect(asCoach).toMatchObject({ link: joinUrl, account: colleague, madeHostBy: 'account' });
    expect(asCoach?.says).toContain(colleague);
  });

  it('leaves nothing behind where the organiser has no licence', async () => {
    await bench().setUp({}, { licensed: false });
    const intent = intend();
    const error = await failureOf(connect().provision(planFor(), intent), intent);
    expect(error).toMatchObject({ code: 'REJECTED', field: 'event.isOnlineMeeting' });
    expect(error.message).toMatch(/licence/);
    expect(await operations()).toEqual(['event.create', 'event.delete']);
  });

  it('leaves nothing behind where no access policy lets it find the meeting', async () => {
    await bench().setUp({}, { applicationAccessPolicy: false });
    const intent = intend();
    const error = await failureOf(connect().provision(planFor(), intent), intent);
    expect(error.code).toBe('AUTH_FAILED');
    expect(await operations()).toEqual(['event.create', 'meeting.find', 'event.delete']);
  });

  it.each(['calendar', 'standalone'] as const)(
    'gives a meeting back although its options could not be set yet: %s',
    async (backing) => {
      const plan = planFor({ backing });
      const intent = intend();
      await misbehave({ kind: 'throttle', operation: 'meeting.update', times: 1 });
      const { ref } = await connect().provision(plan, intent);
      expect(await notMet(ref, plan, intent)).not.toEqual([]);
      await connect().revise(ref, plan, intent);
      expect(await notMet(ref, plan, intent)).toEqual([]);
    },
  );

  it('adopts by the reference what an earlier attempt made, and brings it to the plan', async () => {
    const intent = intend();
    const first = await connect().provision(planFor(), intent);
    const later = planFor({
      session: {
        startsAt: '2026-11-20T11:00:00.000Z',
        endsAt: '2026-11-20T12:00:00.000Z',
        timeZone: 'Australia/Sydney',
      },
    });
    const before = (await bench().meetings()).length;
    const again = await connect().provision(later, { ...intent, lookFirst: true });
    expect(again.ref).toEqual(first.ref);
    expect(await bench().meetings()).toHaveLength(before);
    const { items } = await connect().observe(again.ref, later, intent);
    expect(items['event.start.dateTime']).toEqual({ value: '2026-11-20T11:00:00' });
  });

  it('makes one event for a reference, also where the second attempt does not look', async () => {
    const intent = intend();
    await misbehave({ kind: 'throttle', operation: 'meeting.find', times: 1, retryAfterSeconds: 3 });
    const error = await failureOf(connect().provision(planFor(), intent), intent);
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryAfterMs: 3_000 });
    const before = (await bench().meetings()).length;
    const { ref } = await connect().provision(planFor(), intent);
    expect(await bench().meetings()).toHaveLength(before);
    expect(await notMet(ref, planFor(), intent)).toEqual([]);
  });

  it('gets the very meeting again outside a calendar, also without looking', async () => {
    const plan = planFor({ backing: 'standalone' });
    const intent = intend();
    await misbehave({ kind: 'lose-response', operation: 'meeting.createOrGet', times: 1 });
    const error = await failureOf(connect().provision(plan, intent), intent);
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    const before = (await bench().meetings()).length;
    const { ref } = await connect().provision(plan, intent);
    expect(await bench().meetings()).toHaveLength(before);
    expect(await notMet(ref, plan, intent)).toEqual([]);
  });
});

describe('reading a meeting', () => {
  it('keeps of people who were added to it no more than that they are there', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    const intruder = {
      identity: { user: { id: bench().colleague } },
      role: 'attendee',
      upn: 'x@client.example',
    };
    const participants = { attendees: [intruder] };
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, { participants });
    await bench().graph('PATCH', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`, {
      attendees: [{ emailAddress: { address: 'y@client.example', name: 'Y' } }],
    });
    const observation = await connect().observe(ref, planFor(), intent);
    expect(await notMet(ref, planFor(), intent)).toEqual(['confidentiality.participant-data.v1 unmet']);
    expect(JSON.stringify(observation)).not.toMatch(/client\.example/);
    expect(JSON.stringify(observation)).not.toContain(bench().colleague);
  });

  const loosenable = [
    'entry.waiting-room.v1',
    'entry.host-first.v1',
    'entry.admitters.v1',
    'confidentiality.recording-auto.v1',
    'confidentiality.recording-manual.v1',
    'confidentiality.transcription.v1',
    'confidentiality.chat-retention.v1',
  ];

  it.each([
    ['a label', { sensitivityLabelId: '5d1b6b2e-6d3d-4c62-9a51-0f3f6c7a8b90' }],
    ['a template', { meetingTemplateId: 'customtemplate_1' }],
    ['an answer that does not say whether there is a label', { unreadable: ['sensitivityLabelAssignment'] }],
    ['an answer that does not say whether there is a template', { unreadable: ['meetingTemplateId'] }],
  ])('vouches for nothing that it could force: %s', async (_what, account) => {
    await bench().setUp(account);
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    expect(await notMet(ref, planFor(), intent)).toEqual(loosenable.map((control) => `${control} unknown`));
  });

  it('judges every field that a control sends, and not only the one it is named for', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      allowCopyingAndSharingMeetingContent: true,
    });
    expect(await notMet(ref, planFor(), intent)).toEqual(['confidentiality.chat-retention.v1 unmet']);
  });

  it('sees that an event was moved in the calendar', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().graph('PATCH', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`, {
      start: { dateTime: '2026-11-20T09:30:00', timeZone: 'UTC' },
      end: { dateTime: '2026-11-20T12:00:00', timeZone: 'UTC' },
    });
    expect(await notMet(ref, planFor(), intent)).toEqual(['entry.unique-meeting.v1 unmet']);
  });

  it('sees that a meeting outside a calendar was moved', async () => {
    const plan = planFor({ backing: 'standalone' });
    const intent = intend();
    const { ref } = await connect().provision(plan, intent);
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      endDateTime: '2026-11-20T23:00:00Z',
    });
    expect(await notMet(ref, plan, intent)).toEqual(['entry.unique-meeting.v1 unmet']);
  });

  it('sees that the entry in the calendar leads to another meeting by now', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().graph('PATCH', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`, {
      body: { contentType: 'text', content: 'Our meeting' },
    });
    expect(await notMet(ref, planFor(), intent)).toEqual(['entry.unique-meeting.v1 unmet']);
  });

  it('says NOT_FOUND once the meeting or its event is gone', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().graph('DELETE', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`);
    const error = await failureOf(connect().observe(ref, planFor(), intent), intent);
    expect(error.code).toBe('NOT_FOUND');
  });
});

describe('changing a meeting', () => {
  it.each(['calendar', 'standalone'] as const)('moves it in place: %s', async (backing) => {
    const intent = intend();
    const { ref, joinUrl } = await connect().provision(planFor({ backing }), intent);
    const session = {
      startsAt: '2026-11-27T09:00:00.000Z',
      endsAt: '2026-11-27T10:00:00.000Z',
      timeZone: 'Australia/Sydney',
    };
    const moved = planFor({ backing, session });
    await connect().revise(ref, moved, intent);
    const held = (await bench().meetings()).find(({ id }) => id === ref.meetingId);
    expect(held?.joinWebUrl).toBe(joinUrl);
    expect(held?.stored.startDateTime).toBe('2026-11-27T09:00:00Z');
    expect(await notMet(ref, moved, intent)).toEqual([]);
  });

  it('puts back what somebody changed of the event', async () => {
    const intent = intend();
    const { ref, joinUrl } = await connect().provision(planFor(), intent);
    await bench().graph('PATCH', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`, {
      attendees: [{ emailAddress: { address: 'y@client.example', name: 'Y' } }],
      hideAttendees: false,
      sensitivity: 'normal',
      responseRequested: true,
      allowNewTimeProposals: true,
    });
    expect(await notMet(ref, planFor(), intent)).toEqual(['confidentiality.participant-data.v1 unmet']);
    await connect().revise(ref, planFor(), intent);
    expect(await notMet(ref, planFor(), intent)).toEqual([]);
    const event = await bench().graph('GET', `/users/${bench().organiser}/events/${ref.eventId ?? ''}`);
    expect(event).toMatchObject({ responseRequested: false, allowNewTimeProposals: false });
    expect(event.onlineMeeting).toEqual({ joinUrl });
  });

  it('puts back what somebody changed in Teams', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      allowRecording: true,
      lobbyBypassSettings: { scope: 'everyone' },
    });
    expect(await notMet(ref, planFor(), intent)).toHaveLength(3);
    await connect().revise(ref, planFor(), intent);
    expect(await notMet(ref, planFor(), intent)).toEqual([]);
  });
});

describe('retiring a meeting', () => {
  it('removes the event and the meeting, and succeeds again afterwards', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await connect().retire(ref, intent);
    await connect().retire(ref, intent);
    expect((await bench().meetings()).map(({ id }) => id)).not.toContain(ref.meetingId);
    expect(await connect().findStrays(intent, window)).toEqual([]);
  });
});

describe('looking for strays', () => {
  it('finds in the calendar what carries the reference, over every page, and nothing else', async () => {
    const organiser = bench().organiser;
    for (let other = 0; other < 12; other += 1) {
      await bench().graph('POST', `/users/${organiser}/events`, {
        subject: 'Other',
        start: { dateTime: '2026-11-20T08:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-11-20T08:30:00', timeZone: 'UTC' },
      });
    }
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    expect(await connect().findStrays(intent, window)).toEqual([ref]);
    expect(await connect().findStrays(intend(), window)).toEqual([]);
  });

  it('finds in the calendar what stands where the session was before it was moved', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    const moved = (days: number) => ({
      from: new Date(Date.parse(window.from) + days * 24 * 3_600_000).toISOString(),
      to: new Date(Date.parse(window.to) + days * 24 * 3_600_000).toISOString(),
    });
    expect(await connect().findStrays(intent, moved(30))).toEqual([ref]);
    expect(await connect().findStrays(intent, moved(-30))).toEqual([ref]);
  });

  it('finds outside a calendar what an unanswered attempt made', async () => {
    const intent = intend();
    await misbehave({ kind: 'lose-response', operation: 'meeting.createOrGet', times: 1 });
    await failureOf(connect().provision(planFor({ backing: 'standalone' }), intent), intent);
    const left = (await bench().meetings()).find(({ stored }) => stored.externalId === intent.reference);
    expect(await connect().findStrays(intent, window)).toEqual([{ meetingId: left?.id }]);
    await connect().retire({ meetingId: left?.id ?? '' }, intent);
    expect((await bench().meetings()).map(({ id }) => id)).not.toContain(left?.id);
  });

  it('leaves nothing outside a calendar by looking there, and finds later what it could not delete', async () => {
    const intent = intend();
    const before = (await bench().meetings()).length;
    expect(await connect().findStrays(intent, window)).toEqual([]);
    expect(await bench().meetings()).toHaveLength(before);
    await misbehave({ kind: 'unavailable', operation: 'meeting.delete', times: 1 });
    await failureOf(connect().findStrays(intent, window), intent);
    expect(await connect().findStrays(intent, window)).toHaveLength(1);
  });

  it('makes nothing outside where the calendar has the session', async () => {
    const intent = intend();
    await connect().provision(planFor(), intent);
    await bench().admin('DELETE', '/requests');
    await connect().findStrays(intent, window);
    expect(await operations()).not.toContain('meeting.createOrGet');
  });

  it('counts as one more meeting of the organiser where it may make one', async () => {
    const scopes: string[] = [];
    const client = connect({ takeBudget: async ({ scope }) => void scopes.push(scope) });
    await client.findStrays(intend(), window);
    expect(scopes).toContain(`meetings:${bench().organiser}`);
  });

  it('finds none of an organiser who is gone', async () => {
    const organiser = crypto.randomUUID();
    expect(await connect().findStrays(intend({ organiser }), window)).toEqual([]);
  });

  it('finds none where the app may not see the calendar, as it made nothing there', async () => {
    await bench().setUp({ roles: ['OnlineMeetings.ReadWrite.All'] });
    expect(await connect().findStrays(intend(), window)).toEqual([]);
  });
});

describe('what a session left', () => {
  const act = (meetingId: string | undefined, action: string) =>
    bench().admin('POST', `/meetings/${meetingId ?? ''}/people`, { action });

  it('lists recordings and transcripts of a meeting in a calendar', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    expect(await connect().listArtifacts?.(ref, intent)).toEqual([]);
    await bench().admin('POST', `/meetings/${ref.meetingId ?? ''}/settings`, {
      allowRecording: true,
      allowTranscription: true,
    });
    for (const action of [
      'start',
      'record-start',
      'transcribe-start',
      'record-stop',
      'transcribe-stop',
      'end',
    ]) {
      await act(ref.meetingId, action);
    }
    const artifacts = await connect().listArtifacts?.(ref, intent);
    expect(artifacts?.map(({ kind }) => kind)).toEqual(['recording', 'transcript']);
  });

  it('cannot be listed for a meeting outside a calendar', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor({ backing: 'standalone' }), intent);
    const error = await failureOf(Promise.resolve(connect().listArtifacts?.(ref, intent)), intent);
    expect(error.code).toBe('CAPABILITY_UNSUPPORTED');
  });

  it('cannot be listed where the tenant keeps transcripts from apps: unknown, never none', async () => {
    const intent = intend();
    const { ref } = await connect().provision(planFor(), intent);
    await bench().setUp({ transcriptAccess: false });
    const error = await failureOf(Promise.resolve(connect().listArtifacts?.(ref, intent)), intent);
    expect(error.code).toBe('CAPABILITY_UNSUPPORTED');
  });
});
