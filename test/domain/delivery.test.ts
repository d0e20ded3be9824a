import { describe, expect, it } from 'vitest';
import { MailMessage } from '../../src/domain/delivery.ts';

const invitation = {
  kind: 'invitation',
  deliveryId: '0197a3c0-0000-7000-8000-000000000001',
  composedAt: '2026-02-20T09:00:00Z',
  sender: { name: 'Example Practice', address: 'sessions@practice.example' },
  recipient: { name: 'Ana Example', address: 'ana@client.example' },
  title: 'Confidential session',
  startsAt: '2026-03-03T09:00:00Z',
  endsAt: '2026-03-03T10:30:00Z',
  sessionZone: 'Europe/Berlin',
  recipientZone: 'Asia/Kathmandu',
  contact: 'Example Practice, +49 30 0000000',
  uid: 'session-person',
  sequence: 0,
  passLink: 'https://practice.example/p/pass',
  checkLink: 'https://practice.example/check',
  passcodeChannel: 'by text message',
};

const wrong: [string, Record<string, unknown>, string][] = [
  ['a passcode', { passcode: 'k7-p2' }, ''],
  ['a platform’s link', { joinUrl: 'https://vendor.example/j/1' }, ''],
  [
    'a name with a line break',
    { recipient: { ...invitation.recipient, name: 'Ana\r\nBcc: x@y.example' } },
    'recipient.name',
  ],
  ['two addresses', { recipient: { name: 'Ana', address: 'a@b.example, c@d.example' } }, 'recipient.address'],
  [
    'an address with a line break',
    { recipient: { name: 'Ana', address: 'a@b.example\nBcc: c@d.example' } },
    'recipient.address',
  ],
  ['a zone that is only an offset', { sessionZone: '+05:45' }, 'sessionZone'],
  ['a zone that does not exist', { recipientZone: 'Mars/Olympus' }, 'recipientZone'],
  ['a uid with a line break', { uid: 'a\nATTENDEE:mailto:x@y.example' }, 'uid'],
  ['a link that is a script', { passLink: 'javascript:alert(1)' }, 'passLink'],
];

describe('what an invitation is made from', () => {
  it('is complete as given', () => {
    expect(MailMessage.parse(invitation)).toEqual(invitation);
  });

  it.each(wrong)('has no place for %s', (_, change, path) => {
    const parsed = MailMessage.safeParse({ ...invitation, ...change });
    expect(parsed.error?.issues[0]?.path.join('.')).toBe(path);
  });
});
