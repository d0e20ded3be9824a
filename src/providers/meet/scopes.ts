const AUTH = 'https://www.googleapis.com/auth/';

/** Scopes of the Google Meet REST API and of the Cloud Identity API that are used, with what each is for. */
export const scopes = {
  created: `${AUTH}meetings.space.created`,
  settings: `${AUTH}meetings.space.settings`,
  policies: `${AUTH}cloud-identity.policies.readonly`,
} as const;

/**
 * What a token is asked for. Google refuses a token as a whole where one scope of it is not delegated, so each kind of call
 * has a token of its own. Making a space with its artifact settings takes two (Meet API guide, meeting spaces configuration).
 */
export const scopeSets = {
  create: [scopes.created, scopes.settings],
  created: [scopes.created],
  settings: [scopes.settings],
  policies: [scopes.policies],
} as const satisfies Record<string, readonly [string, ...string[]]>;
export type ScopeSet = keyof typeof scopeSets;

/** How an administrator lets the service account act for users with these scopes. */
export const delegate = (wanted: readonly string[]): string =>
  `In the Google Admin console, Security > API controls > Domain-wide delegation, add to the service account’s client ID: ${wanted.join(', ')}`;
