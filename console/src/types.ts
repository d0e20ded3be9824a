import type { z } from 'zod';
import type { AgendaEntryResource } from '../../src/api/resources/agenda.ts';
import type { CoachResource } from '../../src/api/resources/coach.ts';
import type { MailboxResource } from '../../src/api/resources/mailbox.ts';

/* What the API answers, from the very schemas it is checked with. Types alone: nothing of the service is in the bundle. */

export type { Board, BoardAct, Card } from '../../src/domain/board.ts';
export type Mailbox = z.infer<typeof MailboxResource>;
export type Coach = z.infer<typeof CoachResource>;
export type AgendaEntry = z.infer<typeof AgendaEntryResource>;

/** What a shown name says; the service keeps neither the name nor this. */
export interface NameMatch {
  decision: 'likely' | 'ambiguous' | 'unknown';
  personIds: string[];
  why: string;
  warnings: string[];
}
