import { z } from 'zod';
import type { ShownDelivery } from '../../application/deliveries/deliveries.ts';
import type { DeliveryContent } from '../../application/deliveries/show-delivery.ts';
import { DeliveryChannel, DeliveryKind, DeliveryState } from '../../domain/outbox.ts';

const time = z.iso.datetime();

export const DeliveryResource = z
  .object({
    id: z.uuid(),
    sessionId: z.uuid().nullable().describe('Null for a sign-in link.'),
    personId: z
      .uuid()
      .nullable()
      .describe('For whom on the roster; null where it is for the coach or the practice.'),
    hostId: z.uuid().nullable().describe('For which coach.'),
    kind: DeliveryKind,
    channel: DeliveryChannel.describe(
      '`email`: Subrosa sends it. `text`, `handed-over`, `organisation`: you deliver it and confirm.',
    ),
    state: DeliveryState.describe(
      '`sent`: the mail server has taken it. `confirmed`: you said so. `superseded`: another has taken its place.',
    ),
    dueAt: time,
    sequence: z.int().describe('Of a calendar entry, its SEQUENCE.'),
    attempts: z.int(),
    responseCode: z.int().nullable().describe('The mail server’s last reply.'),
    handledBy: z.string().nullable().describe('Who confirmed it.'),
    concludedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Delivery', description: 'One thing that is to be delivered to one person, once.' });

export const deliveryView = (delivery: ShownDelivery): z.infer<typeof DeliveryResource> => ({
  id: delivery.id,
  sessionId: delivery.sessionId,
  personId: delivery.personId,
  hostId: delivery.hostId,
  kind: delivery.kind,
  channel: delivery.channel,
  state: delivery.state,
  dueAt: delivery.dueAt.toISOString(),
  sequence: delivery.sequence,
  attempts: delivery.attempt,
  responseCode: delivery.responseCode,
  handledBy: delivery.handledBy,
  concludedAt: delivery.concludedAt?.toISOString() ?? null,
  createdAt: delivery.createdAt.toISOString(),
  updatedAt: delivery.updatedAt.toISOString(),
});

export const DeliveryContentResource = z
  .object({
    deliveryId: z.uuid(),
    kind: DeliveryKind,
    channel: DeliveryChannel,
    to: z.object({ name: z.string(), address: z.string().nullable() }),
    passcode: z.string().nullable().describe('Where it is what is delivered; never together with a link.'),
    link: z
      .string()
      .nullable()
      .describe('The person’s own link, the coach’s board, or a one-time link to sign in.'),
    code: z.string().nullable().describe('The short code that stands for the person’s link, to be read out.'),
    letter: z
      .object({
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        calendar: z
          .object({ method: z.enum(['REQUEST', 'CANCEL']), content: z.string() })
          .nullable()
          .describe('An iCalendar object; its MIME part names the same method.'),
      })
      .nullable()
      .describe('What to send by e-mail; null where it goes another way.'),
  })
  .meta({
    id: 'DeliveryContent',
    description:
      'What to deliver. Whoever has it can come in as that person: send it on, and do not keep it.',
  });

export const deliveryContentView = ({
  delivery,
  ...content
}: DeliveryContent): z.infer<typeof DeliveryContentResource> => ({
  deliveryId: delivery.id,
  kind: delivery.kind,
  channel: delivery.channel,
  ...content,
});
