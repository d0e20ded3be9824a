import { OrganisationSettings, type OrganisationChange } from '../domain/organisation-settings.ts';
import {
  asCaller,
  audit,
  digestJson,
  found,
  requireVersion,
  type Application,
  type Caller,
} from './context.ts';
import type { Organisation, StoredSettings } from './ports.ts';

/** The caller's organisation, with how it wants its front doors and deliveries. */
export interface OrganisationWithSettings {
  organisation: Organisation;
  settings: StoredSettings;
}

export const getOrganisation = (
  { database }: Application,
  { organisationId }: Caller,
): Promise<OrganisationWithSettings> =>
  database.inOrganisation(organisationId, async ({ organisations, settings }) => ({
    organisation: found(await organisations.find(organisationId), 'organisation'),
    settings: await settings.get(),
  }));

/** Changes what is named and leaves the rest. An unchanged body makes no new version. */
export const changeOrganisation = (
  application: Application,
  caller: Caller,
  change: OrganisationChange,
  expectedVersion: number | undefined,
): Promise<OrganisationWithSettings> =>
  asCaller(application, caller, 'organisation:write', async (transaction) => {
    const { organisationId } = caller;
    const organisation = found(await transaction.organisations.find(organisationId), 'organisation');
    const before = await transaction.settings.get();
    requireVersion(before, expectedVersion);
    const { version } = before;
    const stored = settingsOf(before);
    const wanted = OrganisationSettings.parse({ ...stored, ...change });
    if (digestJson(wanted) === digestJson(stored)) return { organisation, settings: before };
    const settings = await transaction.settings.put({
      ...wanted,
      version,
      updatedAt: application.ambient.now(),
    });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'organisation.changed',
      resourceKind: 'organisation',
      resourceId: organisationId,
    });
    return { organisation, settings };
  });

const settingsOf = ({
  contact,
  senderName,
  deliveriesBy,
  passcodeMinutesBefore,
  alertEmail,
  frameAncestors,
}: StoredSettings): OrganisationSettings => ({
  contact,
  senderName,
  deliveriesBy,
  passcodeMinutesBefore,
  alertEmail,
  frameAncestors,
});
