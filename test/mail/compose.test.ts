import { readFile } from 'node:fs/promises';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { MailMessage } from '../../src/domain/delivery.ts';
import { compose } from '../../src/mail/compose.ts';
import { readCalendar } from './support/icalendar.ts';
import { cancellation, goldenMessages, hostMissing, invitation, passcode } from './support/messages.ts';

const rawOf = async (message: MailMessage) => (await compose(message)).raw;

/** A message as mail clients take it apart. */
async function parsed(message: MailMessage) {
  const raw = await rawOf(message);
  const mail = await simpleParser(raw);
  const [calendar, file, ...others] = mail.attachments;
  if (others.length > 0) throw new Error('There is an attachment too many.');
  return { raw: raw.toString('latin1'), mail, calendar, file };
}

describe.each(Object.entries(goldenMessages))('the message %s', (name, message) => {
  it('is the golden one, byte for byte', async () => {
    const golden = await readFile(new URL(`golden/${name}.eml`, import.meta.url));
    const raw = await rawOf(message);
    expect(raw.toString('latin1')).toBe(golden.toString('latin1'));
  });

  it('is ASCII, with CRLF only and no line that is too long', async () => {
    const raw = (await rawOf(message)).toString('latin1');
    expect(raw).not.toMatch(/[^\r]\n|\r[^\n]|[^\x09\x0d\x0a\x20-\x7e]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('names its sender, its recipient, its time and itself', async () => {
    const { mail } = await parsed(message);
    expect(mail.from?.value).toEqual([message.sender]);
    expect([mail.to].flat()[0]?.value).toEqual([message.recipient]);
    expect(mail.date?.toISOString()).toBe('2026-02-20T09:00:00.000Z');
    expect(mail.messageId).toBe(`<${message.deliveryId}@practice.example>`);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('says the same in plain text as in HTML, and loads nothing', async () => {
    const { mail } = await parsed(message);
    const html = String(mail.html);
    expect(html).not.toMatch(/<(?:img|link|script|iframe|object|style)\b|url\(|@import/i);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, address = '']) => address);
    const shown = html
      .replaceAll(/<title>.*<\/title>|<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    const words = (text: string) => text.split(/[\s:]+/).filter((word) => word !== '');
    const text = links.reduce((rest, link) => rest.replace(`:\n${link}\n`, '\n'), mail.text ?? '');
    expect(words(shown)).toEqual(words(text));
    for (const link of links) expect(mail.text?.split('\n')).toContain(link);
  });
});

const withEntry = Object.entries(goldenMessages).filter(([, message]) => 'uid' in message);

describe.each(withEntry)('the calendar entry of the message %s', (_, message) => {
  if (!('uid' in message)) throw new Error('It has no entry.');
  const expectedMethod = message.kind === 'cancellation' ? 'CANCEL' : 'REQUEST';

  it('is there as an alternative and as a file, alike, with one method in all places', async () => {
    const { raw, calendar, file } = await parsed(message);
    expect(calendar?.contentType).toBe('text/calendar');
    expect(raw).toContain(`Content-Type: text/calendar; charset=utf-8; method=${expectedMethod}\r\n`);
    expect([file?.contentType, file?.filename]).toEqual(['application/ics', 'invite.ics']);
    const text = (part: typeof file) => part?.content.toString('utf8').replaceAll('\r\n', '\n').trim();
    expect(text(calendar)).toBe(text(file));
    expect(readCalendar(file?.content.toString('utf8') ?? '').method).toBe(expectedMethod);
  });

  it('has one event, with only this person as attendee and the sender as organiser', async () => {
    const { file } = await parsed(message);
    const entry = readCalendar(file?.content.toString('utf8') ?? '');
    expect(entry.attendees).toEqual([
      { address: `MAILTO:${message.recipient.address}`, name: message.recipient.name, rsvp: 'FALSE' },
    ]);
    expect(entry.organizer).toBe(`mailto:${message.sender.address}`);
    expect(entry.organizerName).toBe(message.sender.name);
    expect(entry).toMatchObject({
      uid: message.uid,
      sequence: message.sequence,
      status: expectedMethod === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
      summary: message.title,
      stamp: '2026-02-20T09:00:00Z',
      startsAt: new Date(message.startsAt).toISOString(),
      endsAt: new Date(message.endsAt).toISOString(),
    });
  });

  it('is folded at 75 octets, never within a character', async () => {
    const { file } = await parsed(message);
    const content = file?.content ?? Buffer.alloc(0);
    const lines = content.toString('latin1').split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(75);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (const line of lines) decoder.decode(Buffer.from(line, 'latin1'));
  });
});

describe('an invitation', () => {
  it('says when in the person’s own zone', async () => {
    const { mail } = await parsed(invitation);
    expect(mail.text).toContain('Tuesday 3 March 2026, 14:45 to 16:15, Asia/Kathmandu time (UTC+5:45)');
  });

  it('leads to our own pages only, in every part', async () => {
    const { mail, file } = await parsed(invitation);
    const everything = [mail.text, String(mail.html), file?.content.toString('utf8').replaceAll('\r\n ', '')];
    const hosts = everything
      .flatMap((part) => [...(part ?? '').matchAll(/https?:\/\/([^/"\s]+)/g)])
      .map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['front-door.example']));
  });

  it('keeps the pass out of what is cancelled', async () => {
    const { raw } = await parsed(cancellation);
    expect(raw).not.toContain('front-door.example');
  });
});

describe('the passcode', () => {
  it('comes alone: no pass, no calendar entry, and not in the subject, which lock screens show', async () => {
    const { mail, raw } = await parsed(passcode);
    expect(mail.text).toContain('Passcode: k7pm-2xqd');
    expect(mail.subject).not.toContain('k7pm');
    expect(mail.attachments).toEqual([]);
    expect(raw).not.toMatch(/https?:/);
  });
});

describe('the alert that no host is there', () => {
  it.each([
    [0, 'Nobody waits yet.'],
    [1, 'One person waits, and is told whom to call.'],
    [12, '12 people wait, and are told whom to call.'],
  ])('says how many people wait: %i', async (waiting, says) => {
    const { mail } = await parsed({ ...hostMissing, waiting });
    expect(mail.text).toContain(says);
  });
});

describe('what people are called', () => {
  const hostile = 'Ana"\r\nBcc: <x@evil.example>, \\ <b@evil.example>; \0';

  it('cannot add a header, a recipient or an attendee, even where it was not checked before', async () => {
    const { mail, file } = await parsed({
      ...invitation,
      title: `Session\r\nBcc: x@evil.example\r\n\r\nBody`,
      contact: `Call\nATTENDEE:mailto:x@evil.example\nEND:VEVENT`,
      sender: { ...invitation.sender, name: hostile },
      recipient: { ...invitation.recipient, name: hostile },
    });
    expect(mail.bcc).toBeUndefined();
    expect(mail.from?.value.map(({ address }) => address)).toEqual(['sessions@practice.example']);
    expect([mail.to].flat()[0]?.value.map(({ address }) => address)).toEqual(['ana@client.example']);
    const entry = readCalendar(file?.content.toString('utf8') ?? '');
    expect(entry.attendees.map(({ address }) => address)).toEqual(['MAILTO:ana@client.example']);
  });

  it('is text in HTML', async () => {
    const { mail } = await parsed({
      ...invitation,
      recipient: { ...invitation.recipient, name: '<script>alert(1)</script>' },
    });
    expect(mail.html).toContain('Hello &lt;script&gt;alert(1)&lt;/script&gt;,');
  });
});
