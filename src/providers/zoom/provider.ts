import { z } from 'zod';
import { defineProvider } from '../../domain/provider.ts';
import { acts, connect } from './connect.ts';
import { declaration } from './declaration.ts';
import { Credentials, Settings } from './settings.ts';

/** Zoom Meetings, by a server-to-server OAuth app of the account that organises. */
export const zoom = defineProvider({
  declaration,
  acts,
  settings: Settings,
  given: Credentials,
  credentials: Credentials,
  prepare: async (given: Credentials) => ({ credentials: given, certificate: null }),
  accountOf: ({ credentials }) => credentials.accountId,
  vendorOrigins: ['https://zoom.us', 'https://api.zoom.us'],
  originsOf: ({ authUrl, apiUrl }) => [...new Set([authUrl, apiUrl].map((url) => new URL(url).origin))],
  identity: {
    schema: z
      .string()
      .trim()
      .max(254)
      // Lists of hosts are separated by semicolons, and ids stand in paths: neither may be smuggled in. `me` is the app's owner.
      .regex(/^(?!me$)[\w+-]+(\.[\w+-]+)*(@[\w-]+(\.[\w-]+)+)?$/)
      .transform((id) => (id.includes('@') ? id.toLowerCase() : id)),
    says: 'The host’s e-mail address at Zoom, or the Zoom user id.',
  },
  connect,
});
