import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { v7 as uuidv7 } from 'uuid';

import type {
  Arrival,
  Client,
  Connection,
  Database,
  Host,
  IntentRecord,
  Meeting,
  Pass,
  PassTries,
  Person,
  PolicyHead,
  PortalEntry,
  Session,
} from '../../src/application/ports.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import type { Delivery } from '../../src/domain/outbox.ts';

/** A fixed time; tests add to it. */
export const noon = new Date('2026-03-02T12:00:00.000Z');
export const minutesAfter = (minutes: number, time = noon): Date =>
  new Date(time.getTime() + minutes * 60_000);

const mutable = () => ({ id: uuidv7(), version: 1, createdAt: noon, updatedAt: noon });

export const aPolicy = (change: Partial<PolicyHead> = {}): PolicyHead => ({
  ...mutable(),
  externalRef: null,
  name: 'confidential session',
  currentVersion: 1,
  ...change,
});

export const aClient = (policyId: string, change: Partial<Client> = {}): Client => ({
  ...mutable(),
  externalRef: null,
  name: 'A client',
  policyId,
  approved: [],
  overlay: { controls: {}, overrides: [] },
  waivers: [],
  ...change,
});

export const aConnection = (change: Partial<Connection> = {}): Connection => ({
  ...mutable(),
  externalRef: null,
  platform: 'zoom',
  name: 'An account',
  clientId: null,
  settings: {},
  credentials: { key: randomUUID() },
  certificate: null,
  accountDigest: createHash('sha256').update('zoom:account').digest(),
  verification: null,
  verifiedAt: null,
  ...change,
});

export const aHost = (change: Partial<Host> = {}): Host => ({
  ...mutable(),
  externalRef: null,
  name: 'A coach',
  email: null,
  identities: [],
  ...change,
});

/** What a session needs before it: stored together by `storeSetup`. */
export interface Setup {
  organisationId: string;
  policy: PolicyHead;
  client: Client;
  connection: Connection;
  host: Host;
}

/** Stores an organisation with one of each thing that sessions refer to. */
export async function storeSetup(database: Database): Promise<Setup> {
  const organisationId = uuidv7();
  const policy = aPolicy();
  const client = aClient(policy.id);
  const connection = aConnection();
  const host = aHost();
  await database.inOrganisation(organisationId, async (transaction) => {
    await transaction.organisations.insert({ id: organisationId, name: 'A practice' });
    await transaction.policies.insert(policy);
    await transaction.policyVersions.insert({
      id: uuidv7(),
      policyId: policy.id,
      number: 1,
      body: confidentialSession,
      createdAt: noon,
    });
    await transaction.clients.insert(client);
    await transaction.connections.insert(connection);
    await transaction.hosts.insert(host);
  });
  return { organisationId, policy, client, connection, host };
}

/** A session from noon to one o'clock, reserved for ten minutes more. */
export const aSession = (setup: Setup, change: Partial<Session> = {}): Session => ({
  ...mutable(),
  externalRef: null,
  state: 'provisioning',
  link: 'sealed',
  clientId: setup.client.id,
  hostId: setup.host.id,
  connectionId: setup.connection.id,
  platform: setup.connection.platform,
  hosting: 'practice',
  backing: null,
  people: { coach: 'organiser', organiserPresent: true },
  policyId: setup.policy.id,
  policyVersion: 1,
  policy: confidentialSession,
  startsAt: noon,
  endsAt: minutesAfter(60),
  reservedUntil: minutesAfter(70),
  timeZone: 'Europe/Zurich',
  planVersion: 1,
  choice: { platform: 'zoom', named: false, why: 'The first approved one.', considered: [] },
  reasons: [],
  ruledOut: {},
  requestDigest: 'digest',
  secrets: { passcode: 'k4T9wq', reference: randomUUID(), organiser: `user-${randomUUID()}`, coach: null },
  ...change,
});

export const aMeeting = (session: Session, change: Partial<Meeting> = {}): Meeting => ({
  id: uuidv7(),
  sessionId: session.id,
  connectionId: session.connectionId,
  platform: session.platform,
  ref: { id: randomUUID() },
  joinUrl: `https://platform.example/j/${randomUUID()}`,
  joinUrlWithPasscode: `https://platform.example/j/${randomUUID()}?pwd=${randomUUID()}`,
  retiredAt: null,
  createdAt: noon,
  ...change,
});

export const anIntent = (session: Session, change: Partial<IntentRecord> = {}): IntentRecord => ({
  id: uuidv7(),
  sessionId: session.id,
  kind: 'settle',
  attempt: 0,
  leaseUntil: null,
  state: 'pending',
  outcomeUnknown: false,
  possibleStrays: 0,
  errorCode: null,
  createdAt: noon,
  ...change,
});

export const aPerson = (session: Pick<Session, 'id'>, change: Partial<Person> = {}): Person => ({
  ...mutable(),
  sessionId: session.id,
  role: 'participant',
  name: 'Ana Lindqvist',
  aliases: [],
  email: 'ana@participants.example',
  timeZone: null,
  passcodeChannel: 'text',
  withdrawnAt: null,
  removedAt: null,
  ...change,
});

export const aPass = (
  { id, sessionId }: Pick<Person, 'id' | 'sessionId'>,
  change: Partial<Pass> = {},
): Omit<Pass, 'secretHash' | 'revokedAt'> => ({
  id: uuidv7(),
  sessionId,
  personId: id,
  publicId: randomBytes(12).toString('base64url'),
  issuedAt: noon,
  ...change,
});

export const aPortalEntry = (
  { id, sessionId }: Pick<Person, 'id' | 'sessionId'>,
  change: Partial<PortalEntry> = {},
): PortalEntry => ({
  id: uuidv7(),
  sessionId,
  personId: id,
  publicId: randomBytes(12).toString('base64url'),
  secretHash: randomBytes(32),
  expiresAt: minutesAfter(1),
  spentAt: null,
  ...change,
});

/** Somebody with a pass and the right passcode, on a device of their own. */
export const anArrival = (
  { id, sessionId, personId }: Pick<Pass, 'id' | 'sessionId' | 'personId'>,
  change: Partial<Arrival> = {},
): Arrival => ({
  id: uuidv7(),
  sessionId,
  personId,
  passId: id,
  deviceHash: randomBytes(32),
  identifiedBy: 'passcode',
  carries: [],
  noticeVersion: 'a notice',
  acknowledgedAt: noon,
  arrivedAt: noon,
  knockedAt: noon,
  joinedAt: null,
  admittedAt: null,
  letInAt: null,
  turnedAwayAt: null,
  decidedBy: null,
  reason: null,
  ...change,
});

export const triesOf = (
  { id, sessionId }: Pick<Pass, 'id' | 'sessionId'>,
  change: Partial<PassTries> = {},
): PassTries => ({
  passId: id,
  sessionId,
  wrong: 1,
  wrongAt: noon,
  excusedUntil: null,
  excusedBy: null,
  excusedDevice: null,
  reason: null,
  ...change,
});

/** An invitation that is due. */
export const aDelivery = (
  { id, sessionId }: Pick<Person, 'id' | 'sessionId'>,
  change: Partial<Delivery> = {},
): Delivery => ({
  id: uuidv7(),
  sessionId,
  personId: id,
  hostId: null,
  signInId: null,
  kind: 'invitation',
  channel: 'email',
  sequence: 0,
  outcome: 'open',
  dueAt: noon,
  facts: randomBytes(32),
  attempt: 0,
  leaseUntil: null,
  mayHaveArrived: false,
  responseCode: null,
  composition: null,
  handledBy: null,
  concludedAt: null,
  createdAt: noon,
  updatedAt: noon,
  ...change,
});
