import type { Application } from '../context.ts';
import { passLink, spendPortalEntry } from '../passes.ts';
import { BY_PORTAL } from './enter.ts';
import { deviceHashOf } from './read-pass.ts';

/** How long somebody whom the portal has signed in has to read the notice. */
const EXCUSED_MS = 10 * 60_000;

/**
 * Spends a one-use entry from an organisation's own portal and gives the address of the person's pass. Where the policy lets the
 * portal's sign-in stand for the passcode, this device is not asked for one. Undefined where the entry opens nothing.
 */
export const enterByPortal = (
  application: Application,
  entry: string,
  device: string,
): Promise<string | undefined> =>
  spendPortalEntry(application, entry, async (transaction, { session, pass }) => {
    const door = await transaction.doors.lock(session.id);
    const plan = await transaction.plans.find(session.id, session.planVersion);
    if (plan?.entry.portalReplacesPasscode === true) {
      const tries = await transaction.passTries.find(pass.id);
      await transaction.passTries.put({
        ...(tries ?? { wrong: 0, wrongAt: null }),
        passId: pass.id,
        sessionId: session.id,
        excusedUntil: new Date(application.ambient.now().getTime() + EXCUSED_MS),
        excusedBy: BY_PORTAL,
        excusedDevice: deviceHashOf(device, session.id),
        reason: null,
      });
      await transaction.doors.update(door);
    }
    return passLink(application, transaction, pass);
  });
