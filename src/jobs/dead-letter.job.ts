import { giveUp } from '../application/give-up.ts';
import { DEAD_LETTERS, OfIntent, type JobHandler } from './queue.ts';

/** Takes what other jobs were given up for. Only an intent's session waits for its job; any other letter is kept to be read. */
export const deadLetterJob: JobHandler = {
  name: DEAD_LETTERS,
  workers: 1,
  run: async (application, payload) => {
    const { success, data } = OfIntent.safeParse(payload);
    if (success) await giveUp(application, data);
  },
};
