import { z } from 'zod';
import { ApprovedPlatformRequest } from '../../application/clients.ts';
import type { Client } from '../../application/ports.ts';
import { Waiver } from '../../domain/policy.ts';
import { OverlayView } from './policy.ts';
import { recordShape, recordView } from './record.ts';

export const ClientResource = z
  .object({
    ...recordShape,
    externalRef: z.string().nullable(),
    name: z.string(),
    policyId: z.uuid(),
    approved: z.array(ApprovedPlatformRequest).describe('In order of preference.'),
    overlay: OverlayView,
    waivers: z.array(Waiver),
  })
  .meta({ id: 'Client', description: 'A company whose people attend, with the platforms it has approved.' });

export const clientView = (client: Client): z.infer<typeof ClientResource> => ({
  ...recordView(client),
  externalRef: client.externalRef,
  name: client.name,
  policyId: client.policyId,
  approved: client.approved,
  overlay: client.overlay,
  waivers: client.waivers,
});
