import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/providers/shared/retry-after.ts';
import {
  answerLost,
  noAnswer,
  safeField,
  statusFailure,
} from '../../../src/providers/shared/vendor-failure.ts';

const now = new Date('2026-11-23T10:00:00Z');
const call = { vendor: 'The vendor', repeatable: true };

describe('Retry-After', () => {
  it.each([
    ['30', 30_000],
    ['0', 0],
    ['2026-11-24T00:00:00Z', 14 * 3_600_000],
    ['Mon, 23 Nov 2026 10:00:05 GMT', 5_000],
    ['2026-11-23T09:00:00Z', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %j milliseconds', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

describe('a vendor’s failure', () => {
  it.each([
    [401, 'AUTH_FAILED'],
    [403, 'AUTH_FAILED'],
    [404, 'NOT_FOUND'],
    [410, 'NOT_FOUND'],
    [429, 'RATE_LIMITED'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [400, 'REJECTED'],
  ])('with status %i is %s', (status, code) => {
    expect(statusFailure(call, status).code).toBe(code);
  });

  it('is an unknown outcome where the answer of a write that may not be repeated is lost', () => {
    const once = { ...call, repeatable: false };
    expect(answerLost(once).code).toBe('OUTCOME_UNKNOWN');
    expect(statusFailure(once, 502).code).toBe('OUTCOME_UNKNOWN');
    expect(noAnswer(once, 'ECONNRESET').code).toBe('OUTCOME_UNKNOWN');
  });

  it('is not an unknown outcome where nothing was sent', () => {
    expect(noAnswer({ ...call, repeatable: false }, 'ECONNREFUSED').code).toBe('UNAVAILABLE');
  });

  it('names a field only where it is a name', () => {
    expect(safeField('settings.waiting_room')).toBe('settings.waiting_room');
    expect(safeField('password S3cret-1 is weak')).toBeUndefined();
    expect(safeField(7)).toBeUndefined();
  });
});
