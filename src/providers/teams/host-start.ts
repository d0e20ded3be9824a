import type { HostStart, Starter } from '../../domain/provider.ts';
import { answerLost } from '../shared/vendor-failure.ts';
import { isObject, participantsOf, textOf, userIdOf } from './answers.ts';
import type { JsonObject } from './graph.ts';

/**
 * Teams has no link that makes its bearer the host: the organiser and co-organisers open the join address in their own account
 * and pass the lobby (learn lobbybypasssettings, 2024-07-22). Graph names both by their sign-in name.
 */
export function hostStart(meeting: JsonObject, { organiser, coach }: Starter): HostStart {
  const link = textOf(meeting.joinWebUrl);
  if (link === undefined) throw answerLost({ vendor: 'Microsoft Graph', repeatable: true });
  const account = signInName(meeting, coach ?? organiser);
  const says = `Sign in to Teams as ${account} before you open it. In another account, or without one, you wait in the lobby like everybody else and can let nobody in.`;
  return { link, account, madeHostBy: 'account', says };
}

/** A person's sign-in name as the meeting gives it, or the id that we know the person by. */
function signInName(meeting: JsonObject, id: string): string {
  const named = participantsOf(meeting).find((person) => userIdOf(person) === id);
  return (isObject(named) ? textOf(named.upn) : undefined) ?? id;
}
