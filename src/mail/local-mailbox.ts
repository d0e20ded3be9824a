import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Mailbox, ReceivedMail } from '../application/ports.ts';

/** A mail server for trying out, and where to send to it. */
export interface LocalMailbox extends Mailbox {
  /** Such as smtp://127.0.0.1:41234. */
  url: string;
  close: () => Promise<void>;
}

const MAX_BYTES = 1_000_000;

/**
 * Starts a real SMTP server on this machine's loopback that takes every message, passes none on, and keeps the latest in memory.
 *
 * @param port 0 lets the system choose.
 * @param keep how many messages to keep.
 */
export async function openLocalMailbox({ port = 0, keep = 200 } = {}): Promise<LocalMailbox> {
  let received: ReceivedMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    // Nothing leaves this machine, so there is neither TLS nor anybody to authenticate.
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    logger: false,
    onData(stream, session, done) {
      read(stream).then(
        (mail) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          count += 1;
          received = [{ id: String(count), ...mail, to }, ...received].slice(0, keep);
          done();
        },
        () => done(new Error('This is no message.')),
      );
    },
  });
  // A connection that breaks is its client's concern.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    const listening = server.listen(port, '127.0.0.1', resolve);
    listening.once('error', reject);
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    list: () => received,
    find: (id) => received.find((mail) => mail.id === id),
    clear: () => {
      received = [];
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function read(stream: Parameters<typeof simpleParser>[0]): Promise<Omit<ReceivedMail, 'id' | 'to'>> {
  const mail = await simpleParser(stream);
  const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  return {
    messageId: mail.messageId ?? null,
    sentAt: mail.date?.toISOString() ?? null,
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || null,
    calendar: calendar?.content.toString('utf8') ?? null,
  };
}
