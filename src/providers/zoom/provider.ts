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
    // Zoom also takes a user id. One person has one name here, so that two sessions at once are seen and the day's writes counted.
    schema: z.string().trim().toLowerCase().max(254).pipe(z.email()),
    says: 'The host’s e-mail address at Zoom.',
  },
  connect,
});
