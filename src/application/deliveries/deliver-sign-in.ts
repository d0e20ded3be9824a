import type { Application } from '../context.ts';
import { channelOfMessage } from './occasion.ts';
import { addDelivery } from './outbox.ts';
import type { SignInLink } from '../sign-in.ts';

/** Writes a coach's one-time link into the outbox. The link itself is made when it is sent. */
export const deliverSignIn = (
  application: Application,
  { organisationId, signInId, hostId }: SignInLink,
): Promise<void> =>
  application.database.inOrganisation(organisationId, async (transaction) => {
    const kind = 'sign-in' as const;
    await addDelivery(application, transaction, {
      sessionId: null,
      hostId,
      signInId,
      kind,
      channel: channelOfMessage(application, kind, await transaction.settings.get()),
      sequence: 0,
      dueAt: application.ambient.now(),
      facts: transaction.deliveries.digestOf({ signInId }),
    });
  });
