import { beforeAll, describe, expect, it } from 'vitest';
import type { ReceivedMail } from '../../src/application/ports.ts';
import { startService, type Practice } from './support/practice.ts';

const service = startService();
let practice: Practice;
beforeAll(async () => {
  practice = await service.newPractice();
});

const mail: ReceivedMail = {
  id: '1',
  messageId: null,
  sentAt: '2026-11-02T09:00:00.000Z',
  from: 'sessions@practice.example',
  to: ['ana@client.example'],
  subject: 'Your invitation',
  text: 'Words.',
  html: '<p>Words.</p>',
  calendar: null,
};

describe('the mailbox for trying out', () => {
  it('is not there where mail goes out, and shows what was received where it does not', async () => {
    expect(await practice.send('GET', '/v1/mailbox')).toMatchObject({
      status: 404,
      body: { code: 'RESOURCE_NOT_FOUND' },
    });
    service.application.mailbox = { list: () => [mail], find: () => mail, clear: () => undefined };
    const answer = await practice.send('GET', '/v1/mailbox');
    expect(answer).toMatchObject({ status: 200, body: { items: [{ to: mail.to, text: 'Words.' }] } });
    expect(answer.text).not.toContain('<p>');
    const token = await practice.keyWith(['sessions:read']);
    expect((await practice.send('GET', '/v1/mailbox', { token })).status).toBe(403);
  });
});
