import type { SwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ControlId } from '../domain/controls/catalogue.ts';
import { EvidenceClass } from '../domain/evidence.ts';
import { Json } from '../domain/json.ts';
import { VerdictKind } from '../domain/judge.ts';
import { Due, Level, Means } from '../domain/means.ts';
import { DeliveryChannel, DeliveryKind, DeliveryState } from '../domain/outbox.ts';
import { EntryMode } from '../domain/policy.ts';
import { Role } from '../domain/roster.ts';
import { SessionState } from '../domain/session.ts';
import { finishDescription, type Description } from './openapi-finish.ts';

/** Raised when the API changes for its callers; the first number is the one in the path. */
const API_VERSION = '1.0.0';

/** Words that many schemas share, and the recursive one, which needs a name to refer to itself by. */
const shared: Record<string, [z.ZodType, string]> = {
  Json: [Json, 'Any JSON value.'],
  ControlId: [ControlId, 'A control of the catalogue. Ids are permanent; a changed meaning is a new id.'],
  Means: [Means, 'How a control is met, strongest first.'],
  Due: [Due, 'When an obligation must hold.'],
  Level: [Level, '`must` keeps the link sealed until it is met; `should` is shown and never blocks.'],
  VerdictKind: [VerdictKind, '`pending` is not due yet. `unknown` is never `met`.'],
  EvidenceClass: [EvidenceClass, 'What kind of evidence a verdict rests on.'],
  EntryMode: [EntryMode, 'How people come in.'],
  SessionState: [SessionState, 'Where a session is in its life.'],
  DeliveryKind: [DeliveryKind, 'What is delivered.'],
  DeliveryChannel: [DeliveryChannel, 'Which way it goes.'],
  DeliveryState: [DeliveryState, 'How a delivery stands.'],
  Role: [Role, 'What somebody is in a session.'],
};
for (const [id, [schema, description]] of Object.entries(shared)) {
  z.globalRegistry.add(schema, { id, description });
}

const description = `One policy for a confidential online session, the same protection on whichever platform the client has approved, and evidence that it held.

Send an API key as \`Authorization: Bearer sr_…\`. Every failure is a problem (RFC 9457) with a permanent \`code\`. Changes name the version they change by If-Match; requests that create may be repeated under an Idempotency-Key; lists are read page by page with \`next\` as the next \`cursor\`.`;

const tags = [
  { name: 'Sessions', description: 'Book, move and cancel sessions, and see what holds for each.' },
  { name: 'People', description: 'Who is expected in a session, and how each of them comes in.' },
  { name: 'Deliveries', description: 'Invitations and passcodes: what is due, and what came of each.' },
  { name: 'Clients', description: 'Companies whose people attend, with the platforms they have approved.' },
  { name: 'Hosts', description: 'Coaches, with their identities on connections.' },
  {
    name: 'Policies',
    description: 'What is promised, how strictly, and by which means. Versions never change.',
  },
  { name: 'Connections', description: 'Accounts and tenants on platforms.' },
  { name: 'Platforms', description: 'What each platform can do for each control.' },
  { name: 'Organisation', description: 'Your practice: how its front doors and deliveries work.' },
  { name: 'Keys', description: 'API keys of the organisation.' },
  { name: 'Audit', description: 'Who did what, when.' },
  { name: 'Console', description: 'How coaches sign in to their board, and out of it.' },
  { name: 'Board', description: 'Run a session: who is expected, who is here, and what the coach does.' },
  { name: 'Health', description: 'For load balancers.' },
];

/** How the API is described in OpenAPI 3.1: from the schemas that requests and answers are checked with. */
export const openApiOptions = (publicUrl: string | undefined): SwaggerOptions => ({
  openapi: {
    openapi: '3.1.1',
    info: {
      title: 'Subrosa',
      version: API_VERSION,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl ?? '/', description: 'This service.' }],
    tags,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key, `sr_…`. What an operation lists here are the scopes that the key must have.',
        },
        coach: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-console',
          description:
            'A coach who is signed in to the console: for own sessions only. Whatever changes something must also have our Origin and the header `x-subrosa: console`.',
        },
      },
    },
  },
  transform: jsonSchemaTransform,
  transformObject: (document) =>
    finishDescription(jsonSchemaTransformObject(document) as unknown as Description),
});
