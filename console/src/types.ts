import type { z } from 'zod';
import type { AgendaEntryResource } from '../../src/api/resources/agenda.ts';
import type { HostStartResource } from '../../src/api/resources/board.ts';
import type { CoachResource } from '../../src/api/resources/coach.ts';
import type { DeliveryContentResource, DeliveryResource } from '../../src/api/resources/delivery.ts';
import type { MailboxResource } from '../../src/api/resources/mailbox.ts';

/* What the API answers, from the very schemas it is checked with. Types alone: nothing of the service is in the bundle. */

export type { Board, BoardAct, Card } from '../../src/domain/board.ts';
export type { NameMatch } from '../../src/domain/roll-call/name-match.ts';
export type HostStart = z.infer<typeof HostStartResource>;
export type Delivery = z.infer<typeof DeliveryResource>;
export type DeliveryContent = z.infer<typeof DeliveryContentResource>;
export type Mailbox = z.infer<typeof MailboxResource>;
export type Coach = z.infer<typeof CoachResource>;
export type AgendaEntry = z.infer<typeof AgendaEntryResource>;
