import type { Plan } from '../domain/plan/plan.ts';
import { slotOf } from '../domain/plan/wire.ts';
import type { Meeting, Session } from './ports.ts';

/** Where a person is sent who was released, and what the platform would ask for there. */
export interface ReleasedLink {
  url: string;
  /** The passcode to copy, where the platform asks for it and the link does not carry it. */
  passcodeToShow: string | null;
}

/**
 * The link as the front door gives it to a person whom it has identified: with the platform's passcode in it where the account
 * puts it there, so that nobody is asked twice. Everybody else is given `meeting.joinUrl`, which is bare.
 */
export function releasedLink(
  { joinUrl, joinUrlWithPasscode }: Pick<Meeting, 'joinUrl' | 'joinUrlWithPasscode'>,
  { secrets }: Pick<Session, 'secrets'>,
  { wire }: Pick<Plan, 'wire'>,
): ReleasedLink {
  if (joinUrlWithPasscode !== null) return { url: joinUrlWithPasscode, passcodeToShow: null };
  return { url: joinUrl, passcodeToShow: asksForPasscode({ wire }) ? secrets.passcode : null };
}

/** Whether the platform itself asks for the session's passcode. */
export const asksForPasscode = ({ wire }: Pick<Plan, 'wire'>): boolean =>
  Object.values(wire).some((value) => slotOf(value) === 'passcode');
