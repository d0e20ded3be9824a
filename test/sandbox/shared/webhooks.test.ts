import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Misbehaviours } from '../../../src/sandbox/shared/misbehaviour.ts';
import { createWebhookOutbox } from '../../../src/sandbox/shared/webhooks.ts';

let receiver: Server;
let url: string;
let received: string[];

beforeEach(async () => {
  received = [];
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(`${String(request.headers['x-name'])}:${body}`);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

function createOutbox() {
  const misbehaviours = new Misbehaviours();
  const outbox = createWebhookOutbox(misbehaviours);
  const post = (body: string, account = 'a') =>
    outbox.post({ account, event: 'tested', url, headers: { 'x-name': account }, body });
  return { misbehaviours, outbox, post };
}

describe('the webhook outbox', () => {
  it('posts in order and logs what the receiver said', async () => {
    const { outbox, post } = createOutbox();
    post('1');
    post('2');
    await outbox.settled();
    expect(received).toEqual(['a:1', 'a:2']);
    expect(outbox.delivered()).toMatchObject([{ event: 'tested', status: 204 }, { body: '2' }]);
  });

  it('posts the same webhook twice', async () => {
    const { misbehaviours, outbox, post } = createOutbox();
    misbehaviours.add({ kind: 'duplicate-webhooks', times: 1 });
    post('1');
    post('2');
    await outbox.settled();
    expect(received).toEqual(['a:1', 'a:1', 'a:2']);
  });

  it('holds one webhook back until the next of the same account, which goes first', async () => {
    const { misbehaviours, outbox, post } = createOutbox();
    misbehaviours.add({ kind: 'reorder-webhooks', account: 'a' });
    post('1');
    post('other', 'b');
    await outbox.settled();
    expect(received).toEqual(['b:other']);
    post('2');
    await outbox.settled();
    expect(received).toEqual(['b:other', 'a:2', 'a:1']);
  });

  it('logs status 0 where nobody listens', async () => {
    const { outbox, post } = createOutbox();
    receiver.close();
    post('1');
    await outbox.settled();
    expect(outbox.delivered()).toMatchObject([{ status: 0 }]);
  });
});
