import { z } from 'zod';
import type { ApiKey } from '../../application/ports.ts';

const keyShape = {
  id: z.uuid(),
  publicId: z.string().describe('The part of the key that may be seen; the audit trail names it.'),
  name: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
};

export const KeyResource = z
  .object(keyShape)
  .meta({ id: 'Key', description: 'An API key, without its secret.' });

export const MadeKeyResource = z
  .object({
    ...keyShape,
    token: z
      .string()
      .nullable()
      .describe('The key itself, this once. Null where the request was sent again: it is not kept.'),
  })
  .meta({ id: 'MadeKey', description: 'An API key as it is made.' });

export const keyView = (key: ApiKey): z.infer<typeof KeyResource> => ({
  id: key.id,
  publicId: key.publicId,
  name: key.name,
  scopes: key.scopes,
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  createdAt: key.createdAt.toISOString(),
});
