import { z } from 'zod';
import type { OrganisationWithSettings } from '../../application/organisation.ts';
import { OrganisationSettings } from '../../domain/organisation-settings.ts';

export const OrganisationResource = z
  .object({
    id: z.uuid(),
    name: z.string(),
    ...OrganisationSettings.shape,
    version: z.int().describe('Of the settings: raised by every change, 0 while they are the defaults.'),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Organisation', description: 'Your practice, and how its front doors and deliveries work.' });

export const organisationView = ({
  organisation: { id, name },
  settings,
}: OrganisationWithSettings): z.infer<typeof OrganisationResource> => ({
  id,
  name,
  contact: settings.contact,
  senderName: settings.senderName,
  deliveriesBy: settings.deliveriesBy,
  passcodeMinutesBefore: settings.passcodeMinutesBefore,
  alertEmail: settings.alertEmail,
  frameAncestors: settings.frameAncestors,
  version: settings.version,
  updatedAt: settings.updatedAt?.toISOString() ?? null,
});
