import { defineProvider } from '../../domain/provider.ts';
import { acts, connect } from './connect.ts';
import { declaration } from './declaration.ts';
import {
  accountOf,
  Credentials,
  EmailAddress,
  Given,
  originsOf,
  prepare,
  Settings,
  vendorOrigins,
} from './settings.ts';

/** Google Meet, by a service account that acts for users of a Google Workspace organisation. */
export const meet = defineProvider({
  declaration,
  acts,
  settings: Settings,
  given: Given,
  credentials: Credentials,
  prepare,
  accountOf,
  vendorOrigins,
  originsOf,
  identity: {
    schema: EmailAddress,
    says: 'The host’s Google Workspace e-mail address; meetings are made in this user’s name.',
  },
  connect,
});
