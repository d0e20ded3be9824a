import { z } from 'zod';

/** Microsoft's own addresses for the global cloud; the national clouds have others. */
export const microsoft = {
  authUrl: 'https://login.microsoftonline.com',
  graphUrl: 'https://graph.microsoft.com',
} as const;

const Address = z.url({ protocol: /^https?$/ });

/** Where a connection calls. */
export const TeamsSettings = z
  .strictObject({
    authUrl: Address.default(microsoft.authUrl).describe('Microsoft Entra, which gives the tokens.'),
    graphUrl: Address.default(microsoft.graphUrl).describe('Microsoft Graph, without a version.'),
  })
  .meta({ id: 'TeamsSettings' });
export type TeamsSettings = z.infer<typeof TeamsSettings>;

const app = {
  tenantId: z.guid().describe('Directory (tenant) ID of the app registration.'),
  clientId: z.guid().describe('Application (client) ID of the app registration.'),
};
const BySecret = z.strictObject({ kind: z.literal('secret'), ...app, clientSecret: z.string().min(1) });

/** What a person hands over: a client secret, or nothing secret at all where we are to make a key pair. */
export const TeamsGiven = z
  .discriminatedUnion('kind', [BySecret, z.strictObject({ kind: z.literal('certificate'), ...app })])
  .meta({ id: 'TeamsCredentials' });
export type TeamsGiven = z.infer<typeof TeamsGiven>;

/** What is stored, encrypted. The private key of a certificate never leaves. */
export const TeamsCredentials = z.discriminatedUnion('kind', [
  BySecret,
  z.strictObject({
    kind: z.literal('certificate'),
    ...app,
    privateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----').describe('PKCS #8, PEM.'),
    thumbprint: z.string().describe('SHA-256 of the certificate, base64url, by which Entra finds it.'),
    expiresAt: z.iso.datetime().describe('When the certificate ends.'),
  }),
]);
export type TeamsCredentials = z.infer<typeof TeamsCredentials>;
