import { z } from 'zod';

const address = (normal: string) => z.url({ protocol: /^https?$/ }).default(normal);
const perSecond = z.int().min(1).max(10_000);

/** Settings of a Zoom connection: nothing secret. */
export const Settings = z
  .strictObject({
    authUrl: address('https://zoom.us').describe('Where tokens are given out.'),
    apiUrl: address('https://api.zoom.us/v2').describe('The API, with its version.'),
    plan: z
      .enum(['free', 'pro', 'business'])
      .default('pro')
      .describe('The account’s plan: it decides Zoom’s rate limits.'),
    rateLimits: z
      .strictObject({
        light: perSecond.optional(),
        medium: perSecond.optional(),
        heavy: perSecond.optional(),
        writesPerHostPerDay: z.int().min(1).max(1_000_000).optional(),
      })
      .default({})
      .describe(
        'Only for accounts whose limits Zoom has raised: calls a second by category, and writes per host and UTC day.',
      ),
  })
  .meta({ id: 'ZoomSettings' });
export type Settings = z.infer<typeof Settings>;

/** A server-to-server OAuth app of the account, as its page in the Zoom App Marketplace shows it. */
export const Credentials = z
  .strictObject({
    accountId: z.string().trim().min(1).max(200),
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().trim().min(1).max(500),
  })
  .meta({ id: 'ZoomCredentials' });
export type Credentials = z.infer<typeof Credentials>;
