import { z } from 'zod';
import { choosePlatform, gapsAgainst, requireApproved, type Choice } from '../domain/choice.ts';
import { DomainError } from '../domain/errors.ts';
import type { Posture } from '../domain/evidence.ts';
import { compile } from '../domain/plan/compile.ts';
import type { People } from '../domain/plan/declaration.ts';
import type { Gap, Plan } from '../domain/plan/plan.ts';
import { withWaivers, type Policy } from '../domain/policy.ts';
import { isConflict, policyFor } from '../domain/tighten.ts';
import { asCaller, found, providerOf, type Application, type Caller } from './context.ts';
import { openConnection } from './open-connection.ts';
import { policyConflict, withCurrentVersion } from './policies.ts';
import type { ApprovedPlatform, Client, Connection, Host, PolicyVersion, Transaction } from './ports.ts';

export const PlanRequest = z
  .strictObject({
    clientId: z.uuid(),
    hostId: z.uuid().describe('The coach.'),
    platform: z
      .string()
      .nullable()
      .default(null)
      .describe('One of the client’s approved platforms; null lets us choose.'),
    startsAt: z.iso.datetime({ offset: true }).describe('With an offset; kept as UTC.'),
    endsAt: z.iso.datetime({ offset: true }),
    timeZone: z.string().max(64).describe('IANA name, such as Australia/Sydney.'),
  })
  .meta({ id: 'PlanRequest' });
export type PlanRequest = z.infer<typeof PlanRequest>;

/** Where a session would be held, by whom, and how its policy is kept there. */
export interface Planned {
  client: Client;
  host: Host;
  version: PolicyVersion;
  /** The version as this client has it, before waivers. */
  policy: Policy;
  connection: Connection;
  approved: ApprovedPlatform;
  backing: string | null;
  people: People;
  organiser: string;
  coach: string | null;
  plan: Plan;
  choice: Choice;
}

const MAX_SESSION_MS = 24 * 3_600_000;

/**
 * Compiles the client’s policy for its approved platforms and chooses among them. Reads posture that is missing or too old
 * from the vendor; where that fails, what is not known stays unknown. Stores nothing but posture.
 *
 * @throws DomainError INVALID_REQUEST naming the field; PLATFORM_NOT_APPROVED; POLICY_GAP with each gap and what closes it.
 */
export async function planSession(
  application: Application,
  caller: Caller,
  request: PlanRequest,
): Promise<Planned> {
  checkTimes(application, request);
  const loaded = await asCaller(application, caller, 'sessions:read', async (transaction) => {
    const [clientFound, hostFound] = await Promise.all([
      transaction.clients.find(request.clientId),
      transaction.hosts.find(request.hostId),
    ]);
    const client = found(clientFound, 'client', 'clientId');
    const host = found(hostFound, 'host', 'hostId');
    const [{ version }, connections, postures] = await Promise.all([
      withCurrentVersion(transaction, client.policyId),
      Promise.all(client.approved.map(({ connectionId }) => transaction.connections.find(connectionId))),
      Promise.all(client.approved.map((approved) => storedPosture(transaction, approved, host))),
    ]);
    return { client, host, version, connections, postures };
  });
  const joined = policyFor(loaded.version.body, loaded.client.overlay);
  if (isConflict(joined)) throw policyConflict(joined.conflict);

  const { platform: named } = request;
  const approved = loaded.client.approved.map((entry, index) => ({
    approved: entry,
    connection: found(loaded.connections[index], 'connection', 'clientId'),
    stored: loaded.postures[index],
  }));
  if (named !== null) {
    requireApproved(
      approved.map((entry) => entry.approved.platform),
      named,
    );
    approved.sort((a, b) => Number(b.approved.platform === named) - Number(a.approved.platform === named));
  }
  // The others matter only where those before them cannot keep the policy: their vendors are not asked before that.
  const candidates = [];
  for (const entry of approved) {
    const candidate = await candidateFor(application, caller, request, {
      ...loaded,
      policy: joined,
      ...entry,
    });
    candidates.push(candidate);
    if (gapsAgainst(candidate).length === 0) break;
  }
  requireIdentity(request, candidates);
  const { candidate, choice } = choosePlatform(candidates, request.platform ?? undefined);
  const chosen = candidates.find(({ platform }) => platform === candidate.platform);
  return { ...loaded, policy: joined, choice, ...found(chosen, 'platform') };
}

interface CandidateInput {
  client: Client;
  host: Host;
  policy: Policy;
  approved: ApprovedPlatform;
  connection: Connection;
  /** The posture that was read last, if any. */
  stored: Posture | undefined;
}

async function candidateFor(
  application: Application,
  caller: Caller,
  request: PlanRequest,
  { client, host, policy, approved, connection, stored }: CandidateInput,
) {
  const { declaration } = providerOf(application, approved.platform);
  const seat = seatOf(approved, host);
  const account =
    seat.organiser === null
      ? { posture: {}, unread: false, unknownHost: true }
      : await readAccount(application, caller, { connection, organiser: seat.organiser, policy, stored });
  const at = application.ambient.now();
  const backing = approved.backing ?? declaration.backings[approved.hosting]?.[0] ?? null;
  const plan = compile({
    declaration,
    policy: withWaivers(policy, client.waivers, new Date(request.endsAt)),
    session: sessionFacts(request),
    hosting: approved.hosting,
    people: seat.people,
    backing,
    posture: account.posture,
    ruledOut: {},
    at,
  });
  if (account.unknownHost) plan.gaps.unshift(noIdentity);
  return {
    platform: approved.platform,
    plan,
    approved,
    connection,
    backing,
    people: seat.people,
    organiser: seat.organiser ?? '',
    coach: seat.coach,
    accountUnread: account.unread,
    hasIdentity: !account.unknownHost,
  };
}

const noIdentity: Gap = {
  code: 'no-one-can-admit',
  control: 'entry.admitters.v1',
  level: 'must',
  why: 'The host has no identity on this connection that can organise there.',
  closes: ['Give the host an identity on this connection that the platform knows.'],
  unread: false,
};

/** Who organises, and where the coach stands: from the client’s hosting and the host’s identities. */
function seatOf(
  { hosting, connectionId, sponsor }: ApprovedPlatform,
  host: Host,
): { organiser: string | null; coach: string | null; people: People } {
  const identity = host.identities.find((candidate) => candidate.connectionId === connectionId);
  if (hosting === 'sponsor' && sponsor !== null) {
    const coach = identity === undefined ? 'outsider' : identity.kind === 'guest' ? 'guest' : 'member';
    return {
      organiser: sponsor.vendorUser,
      coach: identity?.vendorUser ?? null,
      people: { coach, organiserPresent: sponsor.present },
    };
  }
  const organiser = identity?.kind === 'organiser' ? identity.vendorUser : null;
  return { organiser, coach: null, people: { coach: 'organiser', organiserPresent: true } };
}

async function storedPosture(
  { postures }: Transaction,
  approved: ApprovedPlatform,
  host: Host,
): Promise<Posture | undefined> {
  const { organiser } = seatOf(approved, host);
  return organiser === null ? undefined : postures.find(approved.connectionId, organiser);
}

function requireIdentity(
  request: PlanRequest,
  candidates: { platform: string; hasIdentity: boolean }[],
): void {
  const asked = candidates.filter(
    ({ platform }) => request.platform === null || platform === request.platform,
  );
  if (asked.length === 0 || asked.some(({ hasIdentity }) => hasIdentity)) return;
  throw new DomainError(
    'INVALID_REQUEST',
    'This host has no identity that the platform knows and that can organise there. Add one to the host.',
    {
      field: 'hostId',
    },
  );
}

interface AccountReading {
  posture: Posture;
  /** The vendor could not be asked, and nothing fresh enough is stored. */
  unread: boolean;
  /** The vendor does not know the organiser. */
  unknownHost: boolean;
}

/** Posture no older than the policy allows: as stored, or read now. */
async function readAccount(
  application: Application,
  { organisationId }: Caller,
  {
    connection,
    organiser,
    policy,
    stored,
  }: Pick<CandidateInput, 'connection' | 'policy' | 'stored'> & { organiser: string },
): Promise<AccountReading> {
  const { database, ambient } = application;
  const startedAt = ambient.now();
  const known = (posture: Posture): AccountReading => ({ posture, unread: false, unknownHost: false });
  if (stored !== undefined && isFresh(stored, startedAt, policy.postureMaxAgeHours)) return known(stored);
  try {
    const read = await openConnection(application, connection).readPosture(organiser);
    await database.inOrganisation(organisationId, ({ postures }) =>
      postures.put(connection.id, organiser, read, startedAt),
    );
    return known(read);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const unknownHost = error.code === 'NOT_FOUND' || error.code === 'REJECTED';
    return { posture: stored ?? {}, unread: !unknownHost, unknownHost };
  }
}

const isFresh = (posture: Posture, now: Date, maxAgeHours: number): boolean =>
  Object.values(posture).every(({ readAt }) => now.getTime() - Date.parse(readAt) < maxAgeHours * 3_600_000);

export const sessionFacts = ({
  startsAt,
  endsAt,
  timeZone,
}: {
  startsAt: string | Date;
  endsAt: string | Date;
  timeZone: string;
}) => ({
  startsAt: new Date(startsAt).toISOString(),
  endsAt: new Date(endsAt).toISOString(),
  timeZone,
});

/** Refuses times that no session can have, naming the field. */
export function checkTimes(
  { ambient }: Application,
  { startsAt, endsAt, timeZone }: Pick<PlanRequest, 'startsAt' | 'endsAt' | 'timeZone'>,
): void {
  const [starts, ends] = [Date.parse(startsAt), Date.parse(endsAt)];
  const refuse = (field: string, message: string) => new DomainError('INVALID_REQUEST', message, { field });
  if (starts <= ambient.now().getTime())
    throw refuse('startsAt', 'The start is in the past. Choose a time to come.');
  if (ends <= starts) throw refuse('endsAt', 'The end is not after the start.');
  if (ends - starts > MAX_SESSION_MS) throw refuse('endsAt', 'A session lasts 24 hours at most.');
  if (!isTimeZone(timeZone))
    throw refuse('timeZone', 'Unknown time zone. Use an IANA name such as Australia/Sydney.');
}

/** Names that need no trial, which takes long; there are older ones besides. */
const usualTimeZones: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

function isTimeZone(name: string): boolean {
  if (usualTimeZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
