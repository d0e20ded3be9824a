import { z } from 'zod';
import { HostRequest } from '../../application/hosts.ts';
import type { Host } from '../../application/ports.ts';
import { recordShape, recordView } from './record.ts';

const { name, email, identities } = HostRequest.shape;

export const HostResource = z
  .object({ ...recordShape, externalRef: z.string().nullable(), name, email, identities })
  .meta({ id: 'Host', description: 'A coach, with the coach’s identities on connections.' });

export const hostView = (host: Host): z.infer<typeof HostResource> => ({
  ...recordView(host),
  externalRef: host.externalRef,
  name: host.name,
  email: host.email,
  identities: host.identities,
});
