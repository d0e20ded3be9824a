import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelSession } from '../../src/application/sessions.ts';
import type { Job, Mailer } from '../../src/application/ports.ts';
import { createMailer, type RunningMailer } from '../../src/mail/transport.ts';
import { stateOf } from '../../src/domain/outbox.ts';
import { runJob } from '../support/jobs.ts';
import { ANA, openOutbox, type Outbox } from './support/outbox.ts';

const HOUR_MS = 3_600_000;

/** What the server has taken, as it came over the wire. */
const taken: { to: string; raw: string }[] = [];
/** The reply to a recipient; null takes everybody. */
let refusal: number | null = null;
let server: SMTPServer;
let mailer: RunningMailer;
let outbox: Outbox;

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(refusal === null ? null : Object.assign(new Error('No.'), { responseCode: refusal })),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push({ to: envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  outbox = await openOutbox();
  mailer = createMailer({ url: `smtp://127.0.0.1:${port}` });
});
afterAll(async () => {
  mailer.close();
  await outbox.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

let sessionId: string;
let jobs: Job[];
beforeEach(async () => {
  refusal = null;
  use(mailer);
  sessionId = await outbox.book();
  jobs = await outbox.addUnsent(sessionId);
  taken.length = 0;
});
afterEach(() => {
  outbox.test.jobs.length = 0;
});

const use = (some: Mailer) => {
  outbox.test.application.mail = { mailer: some, from: 'sessions@practice.example' };
};
const send = () => Promise.all(jobs.map((job) => runJob(outbox.test.application, job)));
const pass = (ms: number) => {
  outbox.test.clock.now = new Date(outbox.test.clock.now.getTime() + ms);
};
const invitation = async () => {
  const all = await outbox.deliveries(sessionId);
  const found = all.find(({ kind, personId }) => kind === 'invitation' && personId !== null);
  if (found === undefined) throw new Error('There is no invitation.');
  return found;
};
const state = async () => stateOf(await invitation(), outbox.test.clock.now);

describe('a message', () => {
  it('is sent once, however many workers have its job', async () => {
    jobs = [...jobs, ...jobs, ...jobs, ...jobs];
    await send();
    await outbox.test.runJobs();
    expect(taken.map(({ to }) => to)).toEqual([ANA]);
    expect(await invitation()).toMatchObject({ outcome: 'sent', responseCode: 250, attempt: 1 });
  });

  it('is the same message, byte for byte, where a worker dies after the server took it and it is sent again', async () => {
    use({
      send: async (message) => {
        await mailer.send(message);
        throw new Error('The worker dies.');
      },
    });
    await expect(send()).rejects.toThrow('The worker dies.');
    expect(await state()).toBe('sending');
    use(mailer);
    // While the lease runs, somebody else waits; and what the message is made from changes meanwhile.
    await send();
    expect(taken).toHaveLength(1);
    await outbox.change({ senderName: `Renamed ${sessionId}`, contact: 'Another person' });
    await outbox.test.runNextJob();
    expect(await state()).toBe('sent');
    expect(taken).toHaveLength(2);
    expect(taken[1]).toEqual(taken[0]);
    expect(taken[0]?.raw).toContain(`Message-ID: <${(await invitation()).id}@practice.example>`);
  });

  it('is not marked by a worker that was outlived by its lease', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = () => {};
    const sending = new Promise<void>((resolve) => (reached = resolve));
    use({
      send: async () => {
        reached();
        await held;
        return { result: 'bounced', code: 550 };
      },
    });
    const outlived = send();
    await sending;
    pass(outbox.test.application.leaseMs);
    use(mailer);
    await send();
    release();
    await outlived;
    expect(await invitation()).toMatchObject({ outcome: 'sent', responseCode: 250, attempt: 2 });
  });

  it('that is on its way while the session is cancelled is followed by its cancellation, not overtaken by it', async () => {
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = () => {};
    const sending = new Promise<void>((resolve) => (reached = resolve));
    use({
      send: async (message) => {
        if (message.recipient.address !== ANA) return mailer.send(message);
        if (message.kind === 'invitation') {
          reached();
          await held;
        }
        order.push(message.kind);
        return mailer.send(message);
      },
    });
    const first = send();
    await sending;
    await cancelSession(outbox.test.application, outbox.caller, sessionId, undefined);
    await outbox.test.runJobs();
    expect(order).toEqual([]);
    release();
    await first;
    pass(10_000);
    await outbox.test.runJobs();
    expect(order).toEqual(['invitation', 'cancellation']);
  });
});

describe('a message that is not taken', () => {
  it('is shown as bounced with the server’s code, and is not tried again by itself', async () => {
    refusal = 550;
    await send();
    expect(await invitation()).toMatchObject({
      outcome: 'bounced',
      responseCode: 550,
      mayHaveArrived: false,
    });
    expect(outbox.test.jobs.filter(({ name, startAfter }) => name === 'send-delivery' && startAfter)).toEqual(
      [],
    );
  });

  it('is tried again, less and less often, and goes out when the server takes it', async () => {
    refusal = 451;
    await send();
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      const [job] = outbox.test.jobs.filter(({ name }) => name === 'send-delivery');
      waits.push(((job?.startAfter?.getTime() ?? 0) - outbox.test.clock.now.getTime()) / 1_000);
      await outbox.test.runNextJob();
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
    refusal = null;
    await outbox.test.runNextJob();
    expect(await invitation()).toMatchObject({ outcome: 'sent', attempt: 11 });
  });

  it('has failed after a day', async () => {
    refusal = 451;
    await send();
    pass(24 * HOUR_MS);
    await outbox.test.runJobs();
    expect(await invitation()).toMatchObject({ outcome: 'failed', responseCode: 451 });
    expect(taken).toEqual([]);
  });
});
