import { confidentialSession } from '../domain/confidential-session.ts';
import {
  page,
  waitingRoom,
  approved,
  overlay,
  waiver,
  clientBody,
  client,
  hostBody,
  host,
  policySummary,
  excerpt,
  policyVersion,
  verification,
  connection,
  connectionRequest,
  key,
  offer,
  platform,
  control,
} from './openapi-samples.ts';

/** Of what an organisation sets up once: clients, coaches, policies, connections, platforms, keys. */
export const setUpExamples = {
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
};
