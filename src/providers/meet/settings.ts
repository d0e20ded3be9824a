import { importPKCS8 } from 'jose';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { ConnectionConfig, Prepared } from '../../domain/provider.ts';

/** Google's own addresses, which a connection has unless it names others. */
const vendor = {
  tokenUrl: 'https://oauth2.googleapis.com/token',
  meetUrl: 'https://meet.googleapis.com',
  cloudIdentityUrl: 'https://cloudidentity.googleapis.com',
} as const;

export const vendorOrigins: readonly string[] = Object.values(vendor).map((url) => new URL(url).origin);

/** How a person is named at Google; the same person has one name. */
export const EmailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email());

const Address = z.url({ protocol: /^https?$/ });
const perMinute = (granted: number) => z.int().min(1).max(1_000_000).default(granted);

/**
 * Calls a minute that Google grants a Cloud project, and one user of it (developers.google.com/workspace/meet/api/guides/limits).
 * An account with raised quotas names its own.
 */
const RateLimits = z.strictObject({
  createPerProject: perMinute(100),
  createPerUser: perMinute(10),
  readPerProject: perMinute(6_000),
  readPerUser: perMinute(600),
  writePerProject: perMinute(1_000),
  writePerUser: perMinute(100),
});
export type RateLimits = z.infer<typeof RateLimits>;

export const Settings = z
  .strictObject({
    rateLimits: RateLimits.prefault({}).describe('Calls a minute; the defaults are Google’s own limits.'),
    tokenUrl: Address.default(vendor.tokenUrl).describe('Google’s OAuth 2.0 token endpoint.'),
    meetUrl: Address.default(vendor.meetUrl).describe('Root of the Google Meet REST API.'),
    cloudIdentityUrl: Address.default(vendor.cloudIdentityUrl).describe('Root of the Cloud Identity API.'),
    rootUrl: Address.optional().describe(
      'One address instead of all three; tokens then come from /token there.',
    ),
  })
  .describe('Settings of a Google Workspace connection.');
export type Settings = z.infer<typeof Settings>;

const PrivateKey = z
  .string()
  .regex(/^-----BEGIN PRIVATE KEY-----/, 'a private key in PEM, as in the key file');

/** A person's address is kept with the key, encrypted: settings are shown to everybody of the organisation. */
const PolicyReader = EmailAddress.optional().describe(
  'A super administrator whom the service account may act for to read Meet’s admin settings. Without one the organiser is tried.',
);

/** A service account's key file as Google Cloud gives it; only these members of it are kept. */
const KeyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.email(),
  private_key: PrivateKey,
  private_key_id: z.string().optional(),
  policyReader: PolicyReader,
});

export const Credentials = z.strictObject({
  clientEmail: z.email(),
  privateKey: PrivateKey,
  keyId: z.string().nullable().default(null),
  policyReader: z.email().nullable().default(null),
});
export type Credentials = z.infer<typeof Credentials>;

export const Given = z
  .union([
    KeyFile,
    z.strictObject({ clientEmail: z.email(), privateKey: PrivateKey, policyReader: PolicyReader }),
  ])
  .describe(
    'The key of a service account: its key file’s JSON, or its address and private key; either with a policyReader.',
  );
export type Given = z.infer<typeof Given>;

/**
 * Keeps of the key what signing needs. Nothing of it goes back to the vendor, so there is no certificate.
 *
 * @throws DomainError REJECTED where the key cannot sign.
 */
export async function prepare(given: Given): Promise<Prepared<Credentials>> {
  const policyReader = given.policyReader ?? null;
  const credentials: Credentials =
    'client_email' in given
      ? {
          clientEmail: given.client_email,
          privateKey: given.private_key,
          keyId: given.private_key_id ?? null,
          policyReader,
        }
      : { ...given, keyId: null, policyReader };
  try {
    await importPKCS8(credentials.privateKey, 'RS256');
  } catch {
    throw new DomainError('REJECTED', 'The private key cannot be read. Give an RSA key in PEM (PKCS #8).', {
      field: 'client_email' in given ? 'private_key' : 'privateKey',
    });
  }
  return { credentials, certificate: null };
}

/** Google's limits hold for a Cloud project: the one that the service account's own address names. */
export function accountOf({ credentials }: ConnectionConfig<Settings, Credentials>): string {
  const [, project] = /@([a-z0-9.:-]+)\.iam\.gserviceaccount\.com$/i.exec(credentials.clientEmail) ?? [];
  return `google-project:${(project ?? credentials.clientEmail).toLowerCase()}`;
}

/** The addresses that a connection calls. */
export function addressesOf({ rootUrl, tokenUrl, meetUrl, cloudIdentityUrl }: Settings) {
  if (rootUrl === undefined) return { tokenUrl, meetUrl, cloudIdentityUrl };
  return { tokenUrl: new URL('/token', rootUrl).href, meetUrl: rootUrl, cloudIdentityUrl: rootUrl };
}

export const originsOf = (settings: Settings): string[] => [
  ...new Set(Object.values(addressesOf(settings)).map((url) => new URL(url).origin)),
];
