import { z } from 'zod';
import type { AuditEvent } from '../../application/ports.ts';
import { Json } from '../../domain/json.ts';

export const AuditEventResource = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.string().describe('`key:` and the key’s public id, or `job:` and its name.'),
    action: z.string(),
    resourceKind: z.string(),
    resourceId: z.uuid(),
    details: Json.describe('Codes, ids and control ids; never a secret.'),
  })
  .meta({ id: 'AuditEvent', description: 'Who did what, when.' });

export const auditEventView = ({ at, ...event }: AuditEvent): z.infer<typeof AuditEventResource> => ({
  ...event,
  at: at.toISOString(),
});
