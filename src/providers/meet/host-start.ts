import type { HostStart, Starter } from '../../domain/provider.ts';
import type { Space } from './answers.ts';

/**
 * Meet has no start link: the owner of the space and its co-hosts come in by its address without asking. The address is given
 * bare, because no source documents a way to name in it the account to use.
 */
export function hostStart({ meetingUri }: Space, { organiser, coach }: Starter): HostStart {
  const account = coach ?? organiser;
  const says = `Open it in a browser where ${account} is the account in use: Meet shows it at the top before you join. In another account you would have to ask to join, and can let nobody in.`;
  return { link: meetingUri, account, madeHostBy: 'account', says };
}
