/** An instant as Graph writes it: UTC, no fraction when it is zero. */
export const timestamp = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
