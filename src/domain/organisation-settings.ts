import { z } from 'zod';
import { line } from './text.ts';

/** Where a page may be shown inside another: an origin over TLS, such as https://portal.example; a local one for trying out. */
const FrameAncestor = z
  .string()
  .max(253)
  .regex(
    /^(https:\/\/(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/,
    'Name an origin such as https://portal.example, in lower case and without a path.',
  );

const fields = {
  contact: line(1, 300)
    .nullable()
    .describe('Whom people call when something does not work, such as “Reception, +61 2 5550 0100”.'),
  senderName: line(1, 200)
    .nullable()
    .describe('The name that messages come from; null takes the organisation’s.'),
  deliveriesBy: z
    .enum(['subrosa', 'organisation'])
    .describe(
      'Who sends invitations and passcodes. `organisation`: read what is due, send it and confirm it.',
    ),
  passcodeMinutesBefore: z
    .int()
    .min(5)
    .max(20_160)
    .describe(
      'How long before the start a passcode is e-mailed or texted, minutes; at once where it is later.',
    ),
  alertEmail: z
    .email()
    .max(254)
    .nullable()
    .describe('Who is told by e-mail, besides the coach, when no host is there although it is time.'),
  frameAncestors: z
    .array(FrameAncestor)
    .max(20)
    .describe('Origins of your own that may show the front door inside their pages.'),
};

/** How an organisation wants its front doors and deliveries. Stored encrypted: the contact is a person. */
export const OrganisationSettings = z.strictObject({
  contact: fields.contact.default(null),
  senderName: fields.senderName.default(null),
  deliveriesBy: fields.deliveriesBy.default('subrosa'),
  passcodeMinutesBefore: fields.passcodeMinutesBefore.default(1_440),
  alertEmail: fields.alertEmail.default(null),
  frameAncestors: fields.frameAncestors.default([]),
});
export type OrganisationSettings = z.infer<typeof OrganisationSettings>;

/** What changes of them; the rest stays as it is. */
export const OrganisationChange = z.strictObject(fields).partial().meta({ id: 'OrganisationChange' });
export type OrganisationChange = z.infer<typeof OrganisationChange>;
