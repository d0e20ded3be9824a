import type { z } from 'zod';
import type { CoachResource } from '../../src/api/resources/coach.ts';
import type { SessionResource } from '../../src/api/resources/session.ts';

/* What the API answers, from the very schemas it is checked with. Types alone: nothing of the service is in the bundle. */

export type { Board, BoardAct, Card } from '../../src/domain/board.ts';
export type Coach = z.infer<typeof CoachResource>;
export type Session = z.infer<typeof SessionResource>;

/** What a shown name says; the service keeps neither the name nor this. */
export interface NameMatch {
  decision: 'likely' | 'ambiguous' | 'unknown';
  personIds: string[];
  why: string;
  warnings: string[];
}
