import { confidentialSession } from '../domain/confidential-session.ts';

/** What the description shows with a component: its text, where its schema has none, and an example that fits it. */
export interface Shown {
  description?: string;
  example: unknown;
}

const ids = {
  session: '01930e2a-3b1c-7000-8000-000000000001',
  client: '01930e2a-3b1c-7000-8000-000000000002',
  host: '01930e2a-3b1c-7000-8000-000000000003',
  policy: '01930e2a-3b1c-7000-8000-000000000004',
  connection: '01930e2a-3b1c-7000-8000-000000000005',
  key: '01930e2a-3b1c-7000-8000-000000000006',
  event: '01930e2a-3b1c-7000-8000-000000000007',
  version: '01930e2a-3b1c-7000-8000-000000000008',
};

const record = (id: string) => ({
  id,
  version: 3,
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:05:00.000Z',
});

const page = (item: unknown) => ({ items: [item], next: null });

const waitingRoom = { value: 'everyone', level: 'must', accept: ['enforced'] };
const readBack = {
  means: 'enforced',
  due: 'before-unseal',
  expects: [{ from: 'meeting', item: 'meeting.settings.waiting_room', oneOf: [true] }],
  record: null,
  unverified: false,
  sentence: 'Set on this meeting and read back.',
};
const planned = {
  control: 'entry.waiting-room.v1',
  value: 'everyone',
  level: 'must',
  means: 'enforced',
  obligations: [readBack],
  passedOver: [],
};
const gap = {
  code: 'no-acceptable-means',
  control: 'confidentiality.end-to-end-encryption.v1',
  level: 'should',
  why: 'Accepted here: enforced. This platform offers none.',
  closes: ['Accept `disclosed`, or choose a platform that has it.'],
};
const plan = {
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
    why: 'Our page checks people in; then they wait once, in the platform’s waiting room.',
    waits: 1,
  },
  controls: [planned],
  gaps: [gap],
  collisions: [],
  duties: [{ control: 'entry.lock.v1', duty: 'When everyone is in, lock the meeting.' }],
  disclosures: [{ control: 'entry.sign-in.v1', sentence: 'The account may ask people to sign in.' }],
  wire: { 'meeting.settings.waiting_room': true, 'meeting.password': { $slot: 'passcode' } },
  passcodeRule: { length: 10, groups: ['upper', 'lower', 'digit'] },
  evidenceMaxAgeMs: { scheduled: 86_400_000, open: 3_600_000 },
};
const choice = {
  platform: 'zoom',
  named: false,
  why: 'It is the client’s first approved platform, and it keeps the policy.',
  considered: [{ platform: 'zoom', gaps: [] }],
};
const reason = {
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
const verdict = {
  control: 'entry.waiting-room.v1',
  level: 'must',
  means: 'enforced',
  ...judged,
  obligations: [{ means: 'enforced', due: 'before-unseal', ...judged }],
};

const times = {
  startsAt: '2026-11-20T09:00:00+11:00',
  endsAt: '2026-11-20T10:30:00+11:00',
  timeZone: 'Australia/Sydney',
};
const planRequest = { clientId: ids.client, hostId: ids.host, platform: null, ...times };
const sessionRequest = { ...planRequest, externalRef: 'booking-1042' };
const session = {
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

const approved = {
  platform: 'zoom',
  connectionId: ids.connection,
  hosting: 'practice',
  backing: null,
  sponsor: null,
};
const overlay = { controls: { 'entry.waiting-room.v1': waitingRoom }, overrides: [] };
const waiver = {
  control: 'entry.dial-in.v1',
  by: 'The client’s security officer',
  reason: 'One participant can only telephone.',
  until: '2026-12-31T23:59:59Z',
};
const clientBody = {
  name: 'A client',
  policyId: ids.policy,
  approved: [approved],
  overlay,
  waivers: [waiver],
};
const client = { ...record(ids.client), externalRef: 'client-7', ...clientBody };
const hostBody = {
  name: 'A coach',
  email: 'coach@practice.example',
  identities: [{ connectionId: ids.connection, kind: 'organiser', vendorUser: 'coach@practice.example' }],
};
const host = { ...record(ids.host), externalRef: 'coach-3', ...hostBody };

const policySummary = {
  ...record(ids.policy),
  externalRef: null,
  name: 'Confidential session',
  currentVersion: 1,
};
/** Where answers show a stored policy, one control stands for all of them; requests show the whole. */
const excerpt = { ...confidentialSession, controls: { 'entry.waiting-room.v1': waitingRoom } };
const policyVersion = {
  id: ids.version,
  policyId: ids.policy,
  number: 1,
  body: excerpt,
  createdAt: '2026-11-02T09:00:00.000Z',
};

const verification = {
  ok: false,
  checks: [
    {
      name: 'Read user settings',
      ok: false,
      remedy: 'Add the scope for reading user settings to the app, and grant it.',
    },
  ],
};
const connection = {
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
const connectionRequest = {
  externalRef: null,
  platform: 'zoom',
  name: 'The practice’s account',
  clientId: null,
  settings: {},
  credentials: { accountId: '…', clientId: '…', clientSecret: '…' },
};

const key = {
  id: ids.key,
  publicId: 'abcdEFGH01234567',
  name: 'booking system',
  scopes: ['sessions:read', 'sessions:write'],
  expiresAt: null,
  revokedAt: null,
  createdAt: '2026-11-02T09:00:00.000Z',
};
const event = {
  id: ids.event,
  at: '2026-11-02T09:00:00.000Z',
  actor: 'key:abcdEFGH01234567',
  action: 'session.created',
  resourceKind: 'session',
  resourceId: ids.session,
  details: {},
};
const problem = {
  type: 'urn:subrosa:problem:invalid-request',
  title: 'The request is not valid.',
  status: 400,
  code: 'INVALID_REQUEST',
  detail: 'passcode: Unknown field.',
  field: 'passcode',
  facts: { issues: [{ field: 'passcode', message: 'Unknown field.' }] },
  instance: 'urn:uuid:01930e2a-3b1c-7000-8000-00000000000a',
};
const offer = {
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
const platform = {
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
const control = {
  id: 'entry.waiting-room.v1',
  kind: 'guard',
  meaning: 'Everyone waits until the coach lets them in.',
  guide: 'Waiting rooms and rollcall on entry',
  optional: false,
  valueSchema: { type: 'string', enum: ['off', 'outsiders', 'everyone'] },
};

/** By component, as the description names it. */
export const examples: Readonly<Record<string, Shown>> = {
  Json: { example: { any: ['value', 1, true, null] } },
  ControlId: { example: 'entry.waiting-room.v1' },
  Means: { example: 'enforced' },
  Due: { example: 'before-unseal' },
  Level: { example: 'must' },
  VerdictKind: { example: 'met' },
  EvidenceClass: { example: 'read-back' },
  EntryMode: { example: 'check-in' },
  SessionState: { example: 'scheduled' },

  PlanRequest: { description: 'When, with whom, and where if you name a platform.', example: planRequest },
  SessionRequest: { description: 'A session to book.', example: sessionRequest },
  SessionItem: { example: sessionRequest },
  SessionBatch: { example: { items: [sessionRequest] } },
  SessionChange: { description: 'The new time. Nothing else of a session changes.', example: times },
  Session: { example: session },
  SessionPage: { example: page(session) },
  Choice: {
    description: 'Why a session is on its platform, with every approved one that was looked at.',
    example: choice,
  },
  SealReason: { description: 'Why the link is sealed, and what would close that.', example: reason },
  Gap: { description: 'A control that no accepted means can be had for.', example: gap },
  Obligation: { description: 'One thing that must hold, by one means, by one time.', example: readBack },
  PlannedControl: { description: 'How one control is met.', example: planned },
  Plan: { description: 'A policy compiled for a platform under a posture and a hosting.', example: plan },
  PlanPreview: {
    example: {
      platform: 'zoom',
      connectionId: ids.connection,
      policyId: ids.policy,
      policyVersion: 1,
      choice,
      plan,
    },
  },
  SessionPlan: { example: { sessionId: ids.session, version: 1, plan } },
  Verdict: { description: 'What is known of one control of a session at one time.', example: verdict },
  Assurance: {
    example: {
      sessionId: ids.session,
      state: 'scheduled',
      link: 'unsealed',
      planVersion: 1,
      at: '2026-11-02T10:00:00.000Z',
      verdicts: [verdict],
      reasons: [],
    },
  },
  RevealedLink: {
    example: {
      joinUrl: 'https://platform.example/join/…',
      takenOver: [{ control: 'entry.roll-call.v1', sentence: 'Our page identifies each person first.' }],
    },
  },
  BatchResult: {
    example: {
      items: [
        { externalRef: 'booking-1042', outcome: 'unchanged', status: 200, id: ids.session },
        { externalRef: 'booking-1043', outcome: 'failed', status: 400, problem },
      ],
    },
  },

  ApprovedPlatform: { description: 'A platform that the client has approved.', example: approved },
  ApprovedPlatformInput: { description: 'A platform that the client has approved.', example: approved },
  Overlay: {
    description: 'What a client asks beyond the policy. Guards may only be tightened.',
    example: overlay,
  },
  StoredOverlay: { example: overlay },
  Waiver: {
    description: 'A named person’s decision that a control need only be disclosed, until a day.',
    example: waiver,
  },
  ClientRequest: {
    description: 'A company with the platforms it has approved.',
    example: { externalRef: 'client-7', ...clientBody },
  },
  ClientByRef: { example: clientBody },
  ClientItem: { example: { externalRef: 'client-7', ...clientBody } },
  ClientBatch: { example: { items: [{ externalRef: 'client-7', ...clientBody }] } },
  Client: { example: client },
  ClientPage: { example: page(client) },

  HostRequest: {
    description: 'A coach, with the coach’s ids at the platforms.',
    example: { externalRef: 'coach-3', ...hostBody },
  },
  HostByRef: { example: hostBody },
  HostItem: { example: { externalRef: 'coach-3', ...hostBody } },
  HostBatch: { example: { items: [{ externalRef: 'coach-3', ...hostBody }] } },
  Host: { example: host },
  HostPage: { example: page(host) },

  Requirement: { description: 'What a policy asks of one control.', example: waitingRoom },
  StoredRequirement: { example: waitingRoom },
  Policy: {
    description:
      'Per control a value, a level and accepted means. Every control that is not optional is named.',
    example: confidentialSession,
  },
  PolicyBody: { example: confidentialSession },
  PolicyRequest: {
    description: 'A policy with its first version.',
    example: { externalRef: null, name: 'Confidential session', body: confidentialSession },
  },
  PolicySummary: { example: policySummary },
  PolicyPage: { example: page(policySummary) },
  StoredPolicy: { example: { ...policySummary, body: excerpt } },
  PolicyVersion: { example: policyVersion },
  PolicyVersionPage: { example: page(policyVersion) },

  ConnectionRequest: {
    description: 'Credentials for an account or tenant. Each platform’s page says which it takes.',
    example: connectionRequest,
  },
  ConnectionChange: {
    description: 'What of a connection is to be otherwise.',
    example: { name: 'The practice’s new account' },
  },
  Connection: { example: connection },
  ConnectionPage: { example: page(connection) },
  Verification: { example: verification },
  VerificationRequest: { example: { organiser: 'coach@practice.example' } },
  PostureRequest: { example: { organiser: 'coach@practice.example' } },
  Posture: {
    example: {
      items: [
        { item: 'user.recording.cloud_recording', readAt: '2026-11-02T09:05:00.000Z', value: false },
        {
          item: 'user.in_meeting.e2e_encryption',
          readAt: '2026-11-02T09:05:00.000Z',
          unknown: 'The app lacks the scope for reading user settings.',
        },
      ],
    },
  },

  Platform: { example: platform },
  PlatformList: { example: { items: [platform] } },
  Offer: { example: offer },
  Control: { example: control },
  ControlList: { example: { items: [control] } },

  ApiKeyRequest: {
    description: 'A key to make.',
    example: { name: 'booking system', scopes: ['sessions:read', 'sessions:write'], expiresAt: null },
  },
  Key: { example: key },
  KeyPage: { example: page(key) },
  MadeKey: { example: { ...key, token: 'sr_…' } },

  AuditEvent: { example: event },
  AuditPage: { example: page(event) },
  Problem: { example: problem },
  Health: { example: { status: 'ok' } },
};
