import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a start link works (Meetings API, 2025-12). */
const LASTS_MS = 2 * 3_600_000;

/** The credentials in start links: whoever has one is the host. They are computed, so that nothing has to be kept. */
export interface StartKeys {
  make: (meetingId: number) => string;
  opens: (meetingId: number, key: string) => boolean;
}

export function createStartKeys(now: () => Date): StartKeys {
  const secret = randomBytes(32);
  const signed = (meetingId: number, until: string) =>
    createHmac('sha256', secret).update(`${meetingId} ${until}`).digest();
  return {
    make: (meetingId) => {
      const until = (now().getTime() + LASTS_MS).toString(36);
      return `${until}.${signed(meetingId, until).toString('base64url')}`;
    },
    opens: (meetingId, key) => {
      const [until = '', given = ''] = key.split('.');
      const [wanted, got] = [signed(meetingId, until), Buffer.from(given, 'base64url')];
      const isOurs = got.length === wanted.length && timingSafeEqual(got, wanted);
      return isOurs && Number.parseInt(until, 36) > now().getTime();
    },
  };
}
