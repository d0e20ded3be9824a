import { z } from 'zod';
import type { Connection } from '../../application/ports.ts';
import { isKnown, type Posture } from '../../domain/evidence.ts';
import { Json } from '../../domain/json.ts';
import { recordShape, recordView } from './record.ts';

const Verification = z
  .object({
    ok: z.boolean(),
    checks: z.array(
      z.object({
        name: z.string(),
        ok: z.boolean(),
        remedy: z.string().nullable().describe('What to grant, and where.'),
      }),
    ),
  })
  .meta({ id: 'Verification', description: 'What the credentials can and cannot do.' });

export const ConnectionResource = z
  .object({
    ...recordShape,
    externalRef: z.string().nullable(),
    platform: z.string(),
    name: z.string(),
    clientId: z.uuid().nullable().describe('The client that owns the account; null for your own.'),
    settings: Json.describe('Not secret.'),
    certificate: z
      .string()
      .nullable()
      .describe('A certificate to upload at the platform, where the connection made a key pair.'),
    verification: Verification.nullable().describe('Null until it was verified since the last change.'),
    verifiedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'Connection',
    description: 'An account or tenant on a platform. Credentials are never given back.',
  });

export const connectionView = (connection: Connection): z.infer<typeof ConnectionResource> => ({
  ...recordView(connection),
  externalRef: connection.externalRef,
  platform: connection.platform,
  name: connection.name,
  clientId: connection.clientId,
  settings: connection.settings,
  certificate: connection.certificate,
  verification: connection.verification,
  verifiedAt: connection.verifiedAt?.toISOString() ?? null,
});

export const PostureResource = z
  .object({
    items: z.array(
      z.union([
        z.object({ item: z.string(), readAt: z.iso.datetime(), value: Json }),
        z.object({ item: z.string(), readAt: z.iso.datetime(), unknown: z.string() }),
      ]),
    ),
  })
  .meta({
    id: 'Posture',
    description: 'What the account allows, locks and defaults to. What could not be read says why.',
  });

export const postureView = (posture: Posture): z.infer<typeof PostureResource> => ({
  items: Object.entries(posture).map(([item, reading]) =>
    isKnown(reading)
      ? { item, readAt: reading.readAt, value: reading.value }
      : { item, readAt: reading.readAt, unknown: reading.unknown },
  ),
});
