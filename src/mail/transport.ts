import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Mailer } from '../application/ports.ts';
import type { SendOutcome } from '../domain/delivery.ts';
import { compose } from './compose.ts';

/** A mailer that holds connections open. */
export interface RunningMailer extends Mailer {
  close: () => void;
}

/** Where nothing leaves this machine, and so nothing has to be encrypted on its way. */
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Sends over SMTP: `smtps://` by TLS from the start (port 465 unless given), `smtp://` by STARTTLS (587). A server that is not on
 * this machine and offers no TLS, or whose certificate is not good, gets nothing. What is sent and to whom is never logged.
 *
 * @param timeoutMs how long one message may take, over all.
 */
export function createMailer({
  url,
  timeoutMs = 30_000,
}: {
  url: string;
  timeoutMs?: number;
}): RunningMailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const local = loopback.has(hostname);
  const transport = createTransport({
    pool: true,
    // Sending again is the outbox's decision: it knows what came of it.
    maxRequeues: 0,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !local,
    ignoreTLS: local,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      const { from, to, raw } = await compose(message);
      let handedOver = false;
      const content = Readable.from(
        (function* () {
          handedOver = true;
          yield raw;
        })(),
      );
      try {
        const sent = await transport.sendMail({
          envelope: { from, to },
          raw: content,
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { result: 'accepted', code: codeIn(sent.response) };
      } catch (error) {
        return outcomeOf(error, handedOver);
      }
    },
    close: () => transport.close(),
  };
}

const codeIn = (response: string | undefined): number | null => {
  const [digits] = /^\d{3}/.exec(response ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
};

/** The commands whose refusal is about this person or this message; the others' is about us. */
const aboutTheMessage: ReadonlySet<unknown> = new Set(['RCPT TO', 'DATA']);

function outcomeOf(error: unknown, handedOver: boolean): SendOutcome {
  const { responseCode, command } = error as { responseCode?: number; command?: string };
  const code = responseCode ?? null;
  if (code !== null && code >= 500 && aboutTheMessage.has(command)) return { result: 'bounced', code };
  return { result: 'retry', code, uncertain: handedOver && code === null };
}
