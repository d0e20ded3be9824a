import { z } from 'zod';
import type { Coach } from '../../application/sign-in.ts';

export const CoachResource = z
  .object({
    hostId: z.uuid(),
    name: z.string(),
    organisation: z.string().describe('The practice that the coach is signed in for.'),
    endsAt: z.iso.datetime().describe('When the sign-in ends if it is not used until then.'),
  })
  .meta({ id: 'Coach', description: 'The coach who is signed in.' });

export const coachView = ({ hostId, name, organisation, endsAt }: Coach): z.infer<typeof CoachResource> => ({
  hostId,
  name,
  organisation,
  endsAt: endsAt.toISOString(),
});
