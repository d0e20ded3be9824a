import { z } from 'zod';

/** A line of free text: trimmed, of at least and at most so many characters, and without control characters. */
export const line = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters.');
