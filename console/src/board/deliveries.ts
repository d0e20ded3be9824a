import type { Delivery } from '../types.ts';

/** What it is, for the coach. */
const kinds: Partial<Record<Delivery['kind'], string>> = {
  invitation: 'The invitation',
  'invitation-update': 'The changed invitation',
  cancellation: 'The cancellation',
  passcode: 'The passcode',
};

export const kindWords = ({ kind }: Pick<Delivery, 'kind'>): string => kinds[kind] ?? kind;

/** What somebody has to deliver in person: it goes no other way, or the other way has failed. */
export const toHandOver = (deliveries: readonly Delivery[], personId: string): Delivery[] =>
  deliveries.filter(
    ({ personId: whose, state, channel }) =>
      whose === personId &&
      (state === 'bounced' ||
        state === 'failed' ||
        (['due', 'waiting'].includes(state) && channel !== 'email')),
  );

/** Whether a person's row says that something is to be handed over. */
export const needsHand = (state: string | null, hasEmail: boolean): boolean =>
  state !== null &&
  (['bounced', 'failed'].includes(state) || (!hasEmail && ['due', 'waiting'].includes(state)));
