import { setUpExamples } from './openapi-examples-setup.ts';
import {
  ids,
  page,
  readBack,
  planned,
  gap,
  plan,
  choice,
  reason,
  verdict,
  times,
  planRequest,
  sessionRequest,
  session,
  event,
  problem,
} from './openapi-samples.ts';
import {
  coach,
  mailbox,
  agendaEntry,
  personRequest,
  person,
  boardPerson,
  card,
  nameMatch,
  board,
  attended,
  notice,
  settings,
  delivery,
} from './openapi-samples-people.ts';

/** What the description shows with a component: its text, where its schema has none, and an example that fits it. */
export interface Shown {
  description?: string;
  example: unknown;
}

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

  SignInRequest: {
    description: 'Whose link is asked for.',
    example: { email: 'coach@practice.example' },
  },
  SignInToken: {
    description: 'A one-time link, without its address.',
    example: { token: `${'k'.repeat(16)}.${'s'.repeat(43)}` },
  },
  Coach: { example: coach },
  SeenName: { example: { name: 'Ana L.' } },
  NameMatch: { description: 'Whom on the roster a name may belong to.', example: nameMatch },
  Mail: { example: mailbox.items[0] },
  Mailbox: { example: mailbox },
  AgendaEntry: { example: agendaEntry },
  AgendaPage: { example: page(agendaEntry) },

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
      cleanup: { state: 'none', since: null, code: null },
    },
  },
  RevealedLink: {
    example: {
      joinUrl: 'https://platform.example/join/…',
      passcode: { value: '…', checkedBy: 'platform' },
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

  Board: { example: board },
  BoardPerson: { example: boardPerson },
  BoardCard: { example: card },
  BoardAct: { example: { act: 'admit', personId: ids.person } },
  BoardEvents: { example: `event: board\nid: 7\ndata: {…}\n\nevent: beat\ndata: {}\n\n` },
  HostStart: {
    example: {
      account: 'coach@practice.example',
      hostLink: 'https://platform.example/start/…',
      madeHostBy: 'link',
      says: 'Open it yourself and alone: whoever opens it is the host.',
    },
  },
  Attendance: { example: { sessionId: ids.session, people: [attended] } },
  Attended: { example: attended },
  AttendanceCsv: {
    example:
      'person_id,name,role,identified_by,from,to\r\n01938c4e,Ana Lindqvist,participant,passcode,2026-11-09T09:01:00.000Z,2026-11-09T10:00:00.000Z\r\n',
  },
  Notice: { example: notice },
  SessionNotice: { example: { sessionId: ids.session, version: '…', notice } },

  Role: { description: 'What somebody is in a session.', example: 'participant' },
  PersonRequest: { description: 'Somebody who is expected.', example: personRequest },
  PersonChange: {
    description: 'What changes of somebody on the roster. What is left out stays.',
    example: { role: 'observer' },
  },
  Person: { example: person },
  Roster: { example: { items: [person] } },
  RosterCsv: {
    example:
      'name,aliases,role,email,timeZone,passcodeChannel\nAna Lindqvist,A. Lindqvist|Ani,participant,ana@client.example,Europe/Zurich,text\nBela Novak,,interpreter,,,\n',
  },
  CopyRequest: { example: { fromSessionId: ids.session } },
  FilledRoster: { example: { added: [person], alreadyThere: 0 } },
  Pass: {
    example: {
      link: 'https://subrosa.example/p/…',
      code: 'ABCDE-FGHJK',
      issuedAt: '2026-11-02T10:00:00.000Z',
    },
  },
  PortalEntry: {
    example: { link: 'https://subrosa.example/e/…', expiresAt: '2026-11-02T10:01:00.000Z' },
  },
  OrganisationChange: {
    description: 'Settings to change. What is left out stays.',
    example: { contact: settings.contact, frameAncestors: settings.frameAncestors },
  },
  Organisation: {
    example: {
      id: ids.organisation,
      name: 'A practice',
      ...settings,
      version: 1,
      updatedAt: '2026-11-02T10:00:00.000Z',
    },
  },

  ...setUpExamples,

  DeliveryKind: { example: 'invitation' },
  DeliveryChannel: { example: 'email' },
  DeliveryState: { example: 'due' },
  Delivery: { example: delivery },
  DeliveryPage: { example: page(delivery) },
  DeliveryContent: {
    example: {
      deliveryId: delivery.id,
      kind: 'passcode',
      channel: 'text',
      to: { name: 'Ana Lindqvist', address: 'ana@client.example' },
      passcode: '…',
      link: null,
      code: null,
      letter: null,
    },
  },
  DeliveryConfirmation: {
    description: 'What came of a delivery that you made.',
    example: { outcome: 'delivered', by: 'Text messages' },
  },

  AuditEvent: { example: event },
  AuditPage: { example: page(event) },
  Problem: { example: problem },
  Health: { example: { status: 'ok' } },
};
