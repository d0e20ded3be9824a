const AUTH = 'https://www.googleapis.com/auth/';

const MEET = {
  created: `${AUTH}meetings.space.created`,
  readonly: `${AUTH}meetings.space.readonly`,
  settings: `${AUTH}meetings.space.settings`,
} as const;

/** Any one of these lets a call through; from the `scopes` of each method in the vendor's discovery documents. */
export const SCOPES = {
  spaceCreated: [MEET.created],
  spaceGet: [MEET.created, MEET.readonly, MEET.settings],
  spaceUpdate: [MEET.created, MEET.settings],
  meetRead: [MEET.created, MEET.readonly],
  policies: [`${AUTH}cloud-identity.policies`, `${AUTH}cloud-identity.policies.readonly`],
  fileRead: [
    `${AUTH}drive`,
    `${AUTH}drive.file`,
    `${AUTH}drive.meet.readonly`,
    `${AUTH}drive.metadata`,
    `${AUTH}drive.metadata.readonly`,
    `${AUTH}drive.readonly`,
  ],
  fileUpdate: [`${AUTH}drive`, `${AUTH}drive.file`, `${AUTH}drive.metadata`],
  fileDelete: [`${AUTH}drive`, `${AUTH}drive.file`],
} as const;

/** Sees only what the same app made. */
export const CREATED_ONLY = MEET.created;
/** Sees only files that the same app made or was given; Meet's own artifacts are not among them. */
export const DRIVE_FILE_ONLY = `${AUTH}drive.file`;
