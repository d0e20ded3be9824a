import { confidentialSession } from '../domain/confidential-session.ts';

/*
 * Things as the API sends and takes them, for its description. They belong together: one session of one client with one coach.
 */

export const ids = {
  session: '01930e2a-3b1c-7000-8000-000000000001',
  client: '01930e2a-3b1c-7000-8000-000000000002',
  host: '01930e2a-3b1c-7000-8000-000000000003',
  policy: '01930e2a-3b1c-7000-8000-000000000004',
  connection: '01930e2a-3b1c-7000-8000-000000000005',
  key: '01930e2a-3b1c-7000-8000-000000000006',
  event: '01930e2a-3b1c-7000-8000-000000000007',
  version: '01930e2a-3b1c-7000-8000-000000000008',
  person: '01930e2a-3b1c-7000-8000-000000000009',
  organisation: '01930e2a-3b1c-7000-8000-00000000000a',
  arrival: '01930e2a-3b1c-7000-8000-00000000000b',
};

/** The fields that every record has. */
export const record = (id: string) => ({
  id,
  version: 3,
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:05:00.000Z',
});

export const page = (item: unknown) => ({ items: [item], next: null });

export const waitingRoom = { value: 'everyone', level: 'must', accept: ['enforced'] };
export const readBack = {
  means: 'enforced',
  due: 'before-unseal',
  expects: [{ from: 'meeting', item: 'meeting.settings.waiting_room', oneOf: [true] }],
  record: null,
  unverified: false,
  sentence: 'Set on this meeting and read back.',
};
export const planned = {
  control: 'entry.waiting-room.v1',
  value: 'everyone',
  level: 'must',
  means: 'enforced',
  obligations: [readBack],
  passedOver: [],
};
export const gap = {
  code: 'no-acceptable-means',
  control: 'confidentiality.end-to-end-encryption.v1',
  level: 'should',
  why: 'Accepted here: enforced. This platform offers none.',
  closes: ['Accept `disclosed`, or choose a platform that has it.'],
  unread: false,
};
export const plan = {
  platform: 'zoom',
  backing: null,
  hosting: {
    mode: 'practice',
    organises: 'The coach organises with an account of the practice.',
    canStart: ['organiser', 'coach'],
    canAdmit: ['organiser', 'coach'],
    canEnd: ['organiser', 'coach'],
  },
  entry: {
    mode: 'check-in',
    why: 'The policy’s entry mode for every platform. Our page checks people in and holds them until the coach is in; then they wait once, in Zoom’s waiting room.',
    waits: 1,
    waiting: 'Zoom holds you in its waiting room until the host lets you in.',
    portalReplacesPasscode: false,
  },
  controls: [planned],
  gaps: [gap],
  collisions: [],
  duties: [{ control: 'entry.lock.v1', duty: 'When everyone is in, admit nobody further.' }],
  disclosures: [{ control: 'entry.sign-in.v1', sentence: 'The account may ask people to sign in.' }],
  wire: { 'meeting.settings.waiting_room': true, 'meeting.password': { $slot: 'passcode' } },
  passcodeRule: { length: 10, groups: ['upper', 'lower', 'digit'] },
  evidenceMaxAgeMs: { scheduled: 86_400_000, open: 3_600_000 },
};
export const choice = {
  platform: 'zoom',
  named: false,
  why: 'It is the client’s first approved platform, and it keeps the policy.',
  considered: [{ platform: 'zoom', gaps: [] }],
};
export const reason = {
  control: 'entry.waiting-room.v1',
  verdict: 'unmet',
  why: 'Read back otherwise than asked: meeting.settings.waiting_room.',
  closes: ['Let the account’s administrator unlock the waiting room, then retry the session.'],
};
const judged = {
  verdict: 'met',
  evidence: 'read-back',
  why: 'Read back as asked.',
  observedAt: '2026-11-02T09:05:00.000Z',
  expiresAt: '2026-11-03T09:05:00.000Z',
};
export const verdict = {
  control: 'entry.waiting-room.v1',
  level: 'must',
  means: 'enforced',
  ...judged,
  obligations: [{ means: 'enforced', due: 'before-unseal', ...judged }],
};

export const times = {
  startsAt: '2026-11-20T09:00:00+11:00',
  endsAt: '2026-11-20T10:30:00+11:00',
  timeZone: 'Australia/Sydney',
};
export const planRequest = { clientId: ids.client, hostId: ids.host, platform: null, ...times };
export const sessionRequest = { ...planRequest, externalRef: 'booking-1042' };
export const session = {
  ...record(ids.session),
  externalRef: 'booking-1042',
  clientId: ids.client,
  hostId: ids.host,
  platform: 'zoom',
  hosting: 'practice',
  backing: null,
  policyId: ids.policy,
  policyVersion: 1,
  state: 'scheduled',
  link: 'unsealed',
  startsAt: '2026-11-19T22:00:00.000Z',
  endsAt: '2026-11-19T23:30:00.000Z',
  timeZone: 'Australia/Sydney',
  planVersion: 1,
  choice,
  reasons: [],
};

export const approved = {
  platform: 'zoom',
  connectionId: ids.connection,
  hosting: 'practice',
  backing: null,
  sponsor: null,
};
export const overlay = { controls: { 'entry.waiting-room.v1': waitingRoom }, overrides: [] };
export const waiver = {
  control: 'entry.dial-in.v1',
  by: 'The client’s security officer',
  reason: 'One participant can only telephone.',
  until: '2026-12-31T23:59:59Z',
};
export const clientBody = {
  name: 'A client',
  policyId: ids.policy,
  approved: [approved],
  overlay,
  waivers: [waiver],
};
export const client = { ...record(ids.client), externalRef: 'client-7', ...clientBody };
export const hostBody = {
  name: 'A coach',
  email: 'coach@practice.example',
  identities: [{ connectionId: ids.connection, kind: 'organiser', vendorUser: 'coach@practice.example' }],
};
export const host = { ...record(ids.host), externalRef: 'coach-3', ...hostBody };

export const policySummary = {
  ...record(ids.policy),
  externalRef: null,
  name: 'Confidential session',
  currentVersion: 1,
};
/** Where answers show a stored policy, one control stands for all of them; requests show the whole. */
export const excerpt = { ...confidentialSession, controls: { 'entry.waiting-room.v1': waitingRoom } };
export const policyVersion = {
  id: ids.version,
  policyId: ids.policy,
  number: 1,
  body: excerpt,
  createdAt: '2026-11-02T09:00:00.000Z',
};

export const verification = {
  ok: false,
  checks: [
    {
      name: 'Read user settings',
      ok: false,
      remedy: 'Add the scope for reading user settings to the app, and grant it.',
    },
  ],
};
export const connection = {
  ...record(ids.connection),
  externalRef: null,
  platform: 'zoom',
  name: 'The practice’s account',
  clientId: null,
  settings: {},
  certificate: null,
  verification,
  verifiedAt: '2026-11-02T09:05:00.000Z',
};
export const connectionRequest = {
  externalRef: null,
  platform: 'zoom',
  name: 'The practice’s account',
  clientId: null,
  settings: {},
  credentials: { accountId: '…', clientId: '…', clientSecret: '…' },
};

export const key = {
  id: ids.key,
  publicId: 'abcdEFGH01234567',
  name: 'booking system',
  scopes: ['sessions:read', 'sessions:write'],
  expiresAt: null,
  revokedAt: null,
  createdAt: '2026-11-02T09:00:00.000Z',
};
export const event = {
  id: ids.event,
  at: '2026-11-02T09:00:00.000Z',
  actor: 'key:abcdEFGH01234567',
  action: 'session.created',
  resourceKind: 'session',
  resourceId: ids.session,
  details: {},
};
export const problem = {
  type: 'urn:subrosa:problem:invalid-request',
  title: 'The request is not valid.',
  status: 400,
  code: 'INVALID_REQUEST',
  detail: 'passcode: Unknown field.',
  field: 'passcode',
  facts: { issues: [{ field: 'passcode', message: 'Unknown field.' }] },
  instance: 'urn:uuid:01930e2a-3b1c-7000-8000-00000000000a',
};
export const offer = {
  means: 'enforced',
  when: null,
  parts: [
    {
      means: 'enforced',
      due: 'before-unseal',
      sentence: null,
      remedy: null,
      access: null,
      unverified: false,
    },
  ],
};
export const platform = {
  platform: 'zoom',
  name: 'Zoom',
  backings: [],
  liveActs: ['endNow'],
  identity: 'The id or e-mail address of a licensed user.',
  settingsSchema: { type: 'object' },
  credentialsSchema: { type: 'object' },
  refusedEntryModes: [],
  collisions: [
    {
      control: 'confidentiality.end-to-end-encryption.v1',
      value: 'required',
      removes: ['collaboration.breakout-rooms.v1'],
      why: 'End-to-end encrypted meetings have no breakout rooms.',
    },
  ],
  controls: [{ control: 'entry.waiting-room.v1', offers: [offer], sources: ['The vendor’s API reference.'] }],
};
export const control = {
  id: 'entry.waiting-room.v1',
  kind: 'guard',
  meaning: 'Everyone waits until the coach lets them in.',
  guide: 'Waiting rooms and rollcall on entry',
  optional: false,
  valueSchema: { type: 'string', enum: ['off', 'outsiders', 'everyone'] },
};
