/**
 * How long a vendor asks to be left alone, in milliseconds, from a `Retry-After` header: seconds, an HTTP date, or an ISO
 * 8601 date (Zoom's daily limits). Undefined where there is none or it cannot be understood.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
