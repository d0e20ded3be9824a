import { expect } from 'vitest';
import type { Mailbox, ReceivedMail } from '../../../src/application/ports.ts';

const SLOW_MS = 30_000;

/** What people find in their mail. */
export interface Letters {
  /** The link of the newest invitation to this address, as its reader sees it. */
  passLink: (email: string) => Promise<string>;
  passcode: (email: string) => Promise<string>;
  /** One that was not given before: it works once. */
  signInLink: (email: string) => Promise<string>;
}

/** Reads the mailbox of this machine, which real SMTP fills. */
export function openLetters(mailbox: Mailbox): Letters {
  const spent = new Set<string>();
  const read = async (email: string, what: string, pattern: RegExp): Promise<string> => {
    const found = () =>
      mailbox
        .list()
        .filter(({ to }) => to.includes(email))
        .map(({ text }: ReceivedMail) => pattern.exec(text)?.[1])
        .find((match) => match !== undefined && !spent.has(match));
    await expect.poll(found, { timeout: SLOW_MS, message: `${what} for ${email}` }).toBeDefined();
    return found() ?? '';
  };
  return {
    passLink: (email) => read(email, 'an invitation', /(http\S+\/p\/[\w.-]+)\s*$/m),
    passcode: (email) => read(email, 'a passcode', /^Passcode: (\S+)$/m),
    signInLink: async (email) => {
      const link = await read(email, 'a sign-in link', /(http\S+\/console\/sign-in#\S+)/);
      spent.add(link);
      return link;
    },
  };
}
