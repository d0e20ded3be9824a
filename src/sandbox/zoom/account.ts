import { z } from 'zod';
import { leafPaths, mergeDeep, readPath, type JsonObject } from '../shared/paths.ts';
import { SCOPES } from './operations.ts';
import { ACCOUNT_SETTINGS, LOCKS, MIRRORS, USER_SETTINGS } from './settings-defaults.ts';

/** A part of a settings tree: only keys that the tree knows, so that a misspelt one is refused. */
const partOf = (known: JsonObject, blocked: readonly string[] = []) =>
  z
    .record(z.string(), z.json())
    .default({})
    .superRefine((part, context) => {
      for (const path of leafPaths(part)) {
        if (readPath(known, path) === undefined) {
          context.addIssue({ code: 'custom', message: `unknown setting ${path}` });
        }
        const leading = blocked.find((follows) => path === follows || path.startsWith(`${follows}.`));
        if (leading !== undefined) {
          context.addIssue({ code: 'custom', message: `${path} follows another setting: set that one` });
        }
      }
    });

const followers = MIRRORS.map(([follows]) => follows);
const everySetting = mergeDeep(USER_SETTINGS, ACCOUNT_SETTINGS);
const paths = z.array(z.string()).default([]);

/** A person of the account who can host. */
export const ZoomUser = z.strictObject({
  id: z.string().min(1).optional().describe('Default: made from account and e-mail, the same every time.'),
  email: z.email(),
  firstName: z.string().default('Host'),
  lastName: z.string().default('Example'),
  licence: z.enum(['licensed', 'basic']).default('licensed'),
  status: z.enum(['active', 'inactive', 'pending']).default('active'),
  timezone: z.string().default('UTC'),
  settings: partOf(USER_SETTINGS, followers).describe(
    'Over the account’s, unless the account locks the setting.',
  ),
});
export type ZoomUser = z.infer<typeof ZoomUser>;

/** One Zoom account of the sandbox. Credentials and one user make a valid one: an ordinary Pro account. */
export const ZoomAccount = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  active: z
    .boolean()
    .default(true)
    .describe('False: the app is deactivated; it gets no token and its tokens die.'),
  scopes: z
    .array(z.string())
    .default([...SCOPES])
    .describe('Granular or classic; default: all that are needed.'),
  plan: z
    .enum(['basic', 'pro', 'business'])
    .default('pro')
    .describe('Basic: account settings and reports refuse.'),
  users: z.array(ZoomUser).min(1),
  settings: partOf(everySetting, followers).describe('Account settings, which are the users’ defaults.'),
  locks: partOf(LOCKS),
  unreadable: z
    .strictObject({ user: paths, account: paths, locks: paths })
    .default({ user: [], account: [], locks: [] })
    .describe('Dotted paths that are missing from the answers.'),
  writesPerDay: z.int().min(0).default(100).describe('Creates and updates per host and UTC day.'),
  updatesWhileLive: z.enum(['refused', 'accepted']).default('refused'),
  recordingLagSeconds: z
    .int()
    .min(0)
    .default(0)
    .describe('From the end of a meeting until its files are listed.'),
  reportLagSeconds: z
    .int()
    .min(0)
    .default(0)
    .describe('From the end of a meeting until the reports show it.'),
  joinOrigin: z
    .url()
    .default('https://zoom.us')
    .transform((url) => new URL(url).origin)
    .describe('Origin of the links that people follow; the sandbox’s own, and a browser can open them.'),
  webhook: z
    .strictObject({
      url: z.url(),
      secretToken: z.string().min(1),
      events: z.array(z.string()).optional().describe('Subscribed events; absent: all.'),
    })
    .optional(),
});
export type ZoomAccount = z.infer<typeof ZoomAccount>;
