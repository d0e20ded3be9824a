import { z } from 'zod';
import type { ReceivedMail } from '../../application/ports.ts';

const Mail = z
  .object({
    id: z.string(),
    sentAt: z.string().nullable(),
    from: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    text: z.string().describe('The plain text; the HTML says the same.'),
    calendar: z.string().nullable().describe('The calendar entry, where it has one.'),
  })
  .meta({ id: 'Mail', description: 'A message that would have left this machine.' });

export const MailboxResource = z
  .object({ items: z.array(Mail).describe('The latest, newest first.') })
  .meta({ id: 'Mailbox', description: 'What was sent while trying out.' });

export const mailView = ({
  id,
  sentAt,
  from,
  to,
  subject,
  text,
  calendar,
}: ReceivedMail): z.infer<typeof Mail> => ({ id, sentAt, from, to, subject, text, calendar });
