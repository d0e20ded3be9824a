import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { openLocalMailbox } from '../../src/mail/local-mailbox.ts';
import { createMailer, type RunningMailer } from '../../src/mail/transport.ts';
import { invitation } from './support/messages.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (let close = undo.pop(); close !== undefined; close = undo.pop()) await close();
});

function mailerTo(url: string, timeoutMs = 10_000): RunningMailer {
  const mailer = createMailer({ url, timeoutMs });
  undo.push(() => mailer.close());
  return mailer;
}

const refusal = (responseCode: number) => Object.assign(new Error('Refused.'), { responseCode });

/** A real SMTP server on the loopback that behaves as told. Its port. */
async function serve(options: SMTPServerOptions, address = '127.0.0.1'): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  undo.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return (server.server.address() as AddressInfo).port;
}

/** A server that speaks by hand, for what no well-made one does. */
async function serveByHand(onLine: (line: string, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 ready\r\n');
    socket.on('data', (data) => {
      for (const line of data.toString('latin1').split('\r\n')) if (line !== '') onLine(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Takes the envelope and lets the message come; what follows its end is the test’s. */
const untilTheEnd =
  (atTheEnd: (socket: Socket) => void) =>
  (line: string, socket: Socket): void => {
    if (line === '.') atTheEnd(socket);
    else if (line === 'DATA') socket.write('354 go on\r\n');
    else if (/^(?:EHLO|MAIL|RCPT)/.test(line)) socket.write('250 yes\r\n');
  };

describe('a message that is sent', () => {
  it('arrives as it was written, with its calendar entry', async () => {
    const mailbox = await openLocalMailbox();
    undo.push(() => mailbox.close());
    expect(await mailerTo(mailbox.url).send(invitation)).toEqual({ result: 'accepted', code: 250 });
    const [mail, ...others] = mailbox.list();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      messageId: '<0197a3c0-0000-7000-8000-000000000001@practice.example>',
      to: ['ana@client.example'],
      from: '"Example Practice" <sessions@practice.example>',
      subject: 'Confidential session, Tuesday 3 March 2026, 14:45',
      sentAt: '2026-02-20T09:00:00.000Z',
    });
    expect(mail?.text).toContain(invitation.passLink);
    expect(mail?.html).toContain(invitation.passLink);
    expect(mail?.calendar).toContain('METHOD:REQUEST');
  });

  it('is the same message when it is sent again', async () => {
    const mailbox = await openLocalMailbox();
    undo.push(() => mailbox.close());
    const mailer = mailerTo(mailbox.url);
    await mailer.send(invitation);
    await mailer.send(invitation);
    expect(mailbox.list()).toHaveLength(2);
    expect(new Set(mailbox.list().map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('has the practice’s address as its envelope sender, so that bounces go there', async () => {
    let from: unknown;
    const port = await serve({
      onMailFrom: (address, _session, done) => {
        from = address.address;
        done();
      },
    });
    await mailerTo(`smtp://127.0.0.1:${port}`).send(invitation);
    expect(from).toBe('sessions@practice.example');
  });

  it('goes out signed in, where the address says how', async () => {
    const seen: unknown[] = [];
    const port = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password]);
        done(null, { user: 'yes' });
      },
    });
    const url = `smtp://mail%40practice.example:pass%3Aword@127.0.0.1:${port}`;
    expect(await mailerTo(url).send(invitation)).toMatchObject({ result: 'accepted' });
    expect(seen).toEqual([['mail@practice.example', 'pass:word']]);
  });
});

describe('a message that is not taken', () => {
  it.each([
    ['bounces where the person is refused for good', { onRcptTo: 550 }, { result: 'bounced', code: 550 }],
    ['bounces where its content is refused for good', { onData: 554 }, { result: 'bounced', code: 554 }],
    [
      'waits where the person is refused for now',
      { onRcptTo: 451 },
      { result: 'retry', code: 451, uncertain: false },
    ],
    [
      'waits where its content is refused for now',
      { onData: 452 },
      { result: 'retry', code: 452, uncertain: false },
    ],
    [
      'waits where it is our sender that is refused, which is not the person’s fault',
      { onMailFrom: 553 },
      { result: 'retry', code: 553, uncertain: false },
    ],
    [
      'waits where the server takes nobody',
      { onConnect: 554 },
      { result: 'retry', code: 554, uncertain: false },
    ],
  ] as const)('%s', async (_, refuse: Partial<Record<string, number>>, outcome) => {
    const answer = (step: string) => (refuse[step] === undefined ? null : refusal(refuse[step]));
    const port = await serve({
      onConnect: (_session, done) => done(answer('onConnect')),
      onMailFrom: (_address, _session, done) => done(answer('onMailFrom')),
      onRcptTo: (_address, _session, done) => done(answer('onRcptTo')),
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(answer('onData')));
      },
    });
    expect(await mailerTo(`smtp://127.0.0.1:${port}`).send(invitation)).toEqual(outcome);
  });

  it('waits where our sign-in is refused', async () => {
    const port = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refusal(535)),
    });
    expect(await mailerTo(`smtp://a:b@127.0.0.1:${port}`).send(invitation)).toEqual({
      result: 'retry',
      code: 535,
      uncertain: false,
    });
  });

  it('waits where nobody listens', async () => {
    const mailbox = await openLocalMailbox();
    await mailbox.close();
    expect(await mailerTo(mailbox.url).send(invitation)).toEqual({
      result: 'retry',
      code: null,
      uncertain: false,
    });
  });

  it('waits where the server says nothing', async () => {
    const port = await serveByHand(() => undefined);
    expect(await mailerTo(`smtp://127.0.0.1:${port}`, 200).send(invitation)).toEqual({
      result: 'retry',
      code: null,
      uncertain: false,
    });
  });

  it('is not tried again by itself where the server hangs up at once', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    expect(await mailerTo(`smtp://127.0.0.1:${port}`).send(invitation)).toEqual({
      result: 'retry',
      code: null,
      uncertain: false,
    });
    expect(connections).toBe(1);
  });

  it('is uncertain where the connection is lost after the whole message, and is not sent again by itself', async () => {
    let messages = 0;
    const port = await serveByHand(
      untilTheEnd((socket) => {
        messages += 1;
        socket.destroy();
      }),
    );
    expect(await mailerTo(`smtp://127.0.0.1:${port}`).send(invitation)).toEqual({
      result: 'retry',
      code: null,
      uncertain: true,
    });
    expect(messages).toBe(1);
  });

  it('is uncertain where the answer to the whole message does not come in time', async () => {
    const port = await serveByHand(untilTheEnd(() => undefined));
    expect(await mailerTo(`smtp://127.0.0.1:${port}`, 500).send(invitation)).toEqual({
      result: 'retry',
      code: null,
      uncertain: true,
    });
  });
});

describe('encryption on the way', () => {
  // 0.0.0.0 reaches this machine, and is not one of the names by which we know that it does.
  const elsewhere = (port: number) => `smtp://0.0.0.0:${port}`;

  it('is needed for every server that is not on this machine', async () => {
    let commands = 0;
    const port = await serve({
      onMailFrom: (_address, _session, done) => {
        commands += 1;
        done();
      },
    });
    expect(await mailerTo(elsewhere(port)).send(invitation)).toMatchObject({ result: 'retry' });
    expect(commands).toBe(0);
  });

  it('counts only with a certificate that is good', async () => {
    let commands = 0;
    // Without a certificate of its own, the server shows one that nobody has signed.
    const port = await serve({
      disabledCommands: [],
      onMailFrom: (_address, _session, done) => {
        commands += 1;
        done();
      },
    });
    expect(await mailerTo(elsewhere(port)).send(invitation)).toMatchObject({ result: 'retry' });
    expect(commands).toBe(0);
  });
});

describe('the mailbox for trying out', () => {
  it('keeps the latest messages, newest first, finds one, and forgets all when told to', async () => {
    const mailbox = await openLocalMailbox({ keep: 2 });
    undo.push(() => mailbox.close());
    const mailer = mailerTo(mailbox.url);
    for (const title of ['One', 'Two', 'Three']) await mailer.send({ ...invitation, title });
    const subjects = mailbox.list().map(({ subject }) => subject.split(',')[0]);
    expect(subjects).toEqual(['Three', 'Two']);
    const [newest] = mailbox.list();
    expect(mailbox.find(newest?.id ?? '')).toBe(newest);
    mailbox.clear();
    expect(mailbox.list()).toEqual([]);
    expect(mailbox.find(newest?.id ?? '')).toBeUndefined();
  });

  it('listens on this machine only', async () => {
    const mailbox = await openLocalMailbox();
    undo.push(() => mailbox.close());
    expect(new URL(mailbox.url).hostname).toBe('127.0.0.1');
  });
});
