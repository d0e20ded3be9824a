import { DomainError } from '../../domain/errors.ts';
import type { Verification } from '../../domain/provider.ts';
import { RECORDINGS, TRANSCRIPTS } from './artifacts.ts';
import { untriedWithoutOrganiser } from '../shared/untried.ts';
import { readAssignedPolicy, USER_POLICIES } from './assigned-policy.ts';
import type { Graph } from './graph.ts';
import { CALENDARS, eventPath, MEETINGS, meetingPath } from './meeting.ts';
import type { TeamsCredentials } from './settings.ts';

type Check = Verification['checks'][number];

const GRANT =
  'Entra admin centre > App registrations > the app > API permissions > Add a permission > Microsoft Graph > Application permissions, then Grant admin consent.';

const remedies = {
  token:
    'Check the tenant and client ids. For a secret: Entra admin centre > App registrations > the app > Certificates & secrets, and see that it has not expired. For a certificate: upload the one that was handed out there.',
  [MEETINGS]: `Grant ${MEETINGS}: ${GRANT}`,
  policy:
    'In Teams PowerShell: New-CsApplicationAccessPolicy -Identity <name> -AppIds <client id>, then Grant-CsApplicationAccessPolicy -PolicyName <name> -Identity <organiser>. It takes up to 30 minutes.',
  [CALENDARS]: `Grant ${CALENDARS}: ${GRANT} Without it only meetings outside a calendar can be made, and Teams does not say whether those were recorded.`,
  mailboxes: `${CALENDARS} reaches every mailbox of the tenant unless Exchange limits the app: New-ApplicationAccessPolicy -AppId <client id> -PolicyScopeGroupId <group of the organisers> -AccessRight RestrictAccess. It takes more than an hour. Whether it is limited cannot be seen from here.`,
  [RECORDINGS]: `Grant ${RECORDINGS}: ${GRANT} Without it we cannot look for recordings after a session.`,
  [TRANSCRIPTS]: `Grant ${TRANSCRIPTS}: ${GRANT} Without it we cannot look for transcripts after a session.`,
  transcriptAccess:
    'In Teams PowerShell: Set-CsTeamsMeetingConfiguration -EnableGraphTranscriptAccess $true. Without it we cannot look for transcripts after a session.',
  [USER_POLICIES]: `Grant ${USER_POLICIES}: ${GRANT} It tells which meeting policy the organiser has, and nothing depends on it.`,
  renew: 'Have a new certificate made and upload it to the app registration before the old one ends.',
} as const;

/** No meeting, event or recording has this id: a call for it is refused for the permission or for not being found. */
const NOTHING = 'subrosa-permission-probe';

const RENEW_BEFORE_MS = 30 * 24 * 3_600_000;

/**
 * Tries the credentials and each permission without changing anything: writes go to something that does not exist. What is
 * needed to look for recordings, or for the policy's name, is named with how to grant it and does not make the whole fail.
 */
export async function verify(
  graph: Graph,
  credentials: TeamsCredentials,
  organiser: string | undefined,
  now: Date,
): Promise<Verification> {
  const signedIn = await outcome(graph.signIn());
  const required: Check[] = [check('token', signedIn === undefined, remedies.token)];
  if (credentials.kind === 'certificate') required.push(certificateCheck(credentials.expiresAt, now));
  if (signedIn !== undefined) return { ok: false, checks: required };
  if (organiser === undefined) {
    const untried = untriedWithoutOrganiser('the app’s permissions and the Teams application access policy');
    return { ok: false, checks: [...required, untried] };
  }
  required.push(...(await meetingChecks(graph, organiser)), ...(await calendarChecks(graph, organiser)));
  const optional = await optionalChecks(graph, organiser);
  return { ok: required.every(({ ok }) => ok), checks: [...required, ...optional] };
}

const check = (name: string, ok: boolean, remedy: string): Check => ({
  name,
  ok,
  remedy: ok ? null : remedy,
});

function certificateCheck(expiresAt: string, now: Date): Check {
  const left = Date.parse(expiresAt) - now.getTime();
  return {
    name: `certificate, until ${expiresAt.slice(0, 10)}`,
    ok: left > 0,
    remedy: left > RENEW_BEFORE_MS ? null : remedies.renew,
  };
}

async function meetingChecks(graph: Graph, organiser: string): Promise<Check[]> {
  const path = meetingPath(organiser, NOTHING);
  const failed = await outcome(graph.call({ method: 'PATCH', path, body: {}, permission: MEETINGS }));
  if (failed?.facts?.missing === 'application-access-policy') {
    return [check(MEETINGS, true, ''), check('Teams application access policy', false, remedies.policy)];
  }
  const permitted = isPermitted(failed);
  const permission = check(MEETINGS, permitted, remedies[MEETINGS]);
  return permitted ? [permission, check('Teams application access policy', true, '')] : [permission];
}

async function calendarChecks(graph: Graph, organiser: string): Promise<Check[]> {
  const path = eventPath(organiser, NOTHING);
  const permitted = isPermitted(
    await outcome(graph.call({ method: 'PATCH', path, body: {}, permission: CALENDARS })),
  );
  const permission = check(CALENDARS, permitted, remedies[CALENDARS]);
  return permitted
    ? [permission, { name: 'mailboxes in reach', ok: true, remedy: remedies.mailboxes }]
    : [permission];
}

async function optionalChecks(graph: Graph, organiser: string): Promise<Check[]> {
  const path = meetingPath(organiser, NOTHING);
  const recordings = await outcome(graph.list({ path: `${path}/recordings`, permission: RECORDINGS }));
  const transcripts = await outcome(graph.list({ path: `${path}/transcripts`, permission: TRANSCRIPTS }));
  const assigned = await readAssignedPolicy(graph, organiser);
  return [
    check(RECORDINGS, isPermitted(recordings), remedies[RECORDINGS]),
    transcripts?.code === 'CAPABILITY_UNSUPPORTED'
      ? check('transcripts for apps', false, remedies.transcriptAccess)
      : check(TRANSCRIPTS, isPermitted(transcripts), remedies[TRANSCRIPTS]),
    check(USER_POLICIES, assigned.permitted, remedies[USER_POLICIES]),
  ];
}

/** Anything but a refusal for who is asking shows that the permission is there; an answer that failed shows nothing. */
const isPermitted = (failed: DomainError | undefined): boolean =>
  failed === undefined ||
  failed.code === 'NOT_FOUND' ||
  failed.code === 'REJECTED' ||
  failed.code === 'CAPABILITY_UNSUPPORTED';

async function outcome(tried: Promise<unknown>): Promise<DomainError | undefined> {
  try {
    await tried;
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
