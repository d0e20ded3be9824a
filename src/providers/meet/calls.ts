import { cloudidentity_v1 } from 'googleapis/build/src/apis/cloudidentity/v1.js';
import { meet_v2 } from 'googleapis/build/src/apis/meet/v2.js';
import type { Json } from '../../domain/json.ts';
import type { ConnectionConfig, ProviderContext } from '../../domain/provider.ts';
import { DomainError } from '../../domain/errors.ts';
import { providerError } from '../shared/vendor-failure.ts';
import * as answers from './answers.ts';
import { clientOptions, createClient, type Call } from './client.ts';
import { isDenied, type RefusedCall } from './failure.ts';
import type { ScopeSet } from './scopes.ts';
import { addressesOf, type Credentials, type Settings } from './settings.ts';

type Body = Record<string, Json>;

const MEET_POLICIES = String.raw`setting.type.matches('^settings/meet\\..*$')`;

/** Google says the same of a space that is not there and of one that is somebody else's. */
const goneOrForeign = () =>
  providerError(
    'NOT_FOUND',
    'Google says that this meeting space does not exist, or not for this organiser.',
  );

const notOurs = () =>
  providerError(
    'AUTH_FAILED',
    'The meeting space exists, but this organiser does not own it or another app made it. Use the organiser and the Google Cloud project that it was made with.',
  );

/** Something of the space that was there when it was listed. */
const changedMeanwhile = () =>
  providerError('UNAVAILABLE', 'The meeting space was changed at the same time. Try again.');

/** The operations of Google Meet and Cloud Identity that this provider uses. `user` is whom the service account acts for. */
export function createCalls(connection: ConnectionConfig<Settings, Credentials>, context: ProviderContext) {
  const { tokens, make, makeAll } = createClient(connection, context);
  const { meetUrl, cloudIdentityUrl } = addressesOf(connection.settings);
  const options = clientOptions(context.timeoutMs);
  const meet = new meet_v2.Meet({ ...options, rootUrl: meetUrl });
  const identity = new cloudidentity_v1.Cloudidentity({ ...options, rootUrl: cloudIdentityUrl });

  const reading = (user: string, scopeSet: ScopeSet): Call => ({
    user,
    scopeSet,
    kind: 'read',
    repeatable: true,
  });

  const getSpace = (user: string, name: string) =>
    make(
      {
        ...reading(user, 'settings'),
        onRefusal: async (refusal) => (isDenied(refusal) ? goneOrForeign() : undefined),
      },
      answers.Space,
      (request) => meet.spaces.get({ name }, request),
    );

  /** A denied call on a space: anybody may read one that exists, so reading it tells absence from a lack of rights. */
  const deniedOn = (user: string, space: string) => async (refusal: RefusedCall) => {
    if (!isDenied(refusal)) return undefined;
    try {
      await getSpace(user, space);
      return refusal.status === 404 ? changedMeanwhile() : notOurs();
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  };

  const onSpace = (user: string, space: string, call: Pick<Call, 'scopeSet' | 'kind'>): Call => ({
    user,
    repeatable: true,
    onRefusal: deniedOn(user, space),
    ...call,
  });
  const writingMembers = { scopeSet: 'created', kind: 'write' } as const;

  return {
    tokens,
    getSpace,

    /** Not repeatable: Meet has no key by which it would know a second request for the same space. */
    createSpace: (user: string, requestBody: Body) =>
      make(
        {
          user,
          scopeSet: 'create',
          kind: 'create',
          repeatable: false,
          onRefusal: async (refusal) =>
            isDenied(refusal)
              ? providerError(
                  'AUTH_FAILED',
                  'Google does not let this organiser make meetings. Check that Google Meet is on for the organiser and that the organiser has a licence.',
                )
              : undefined,
        },
        answers.Space,
        (request) => meet.spaces.create({ requestBody }, request),
      ),

    patchSpace: (user: string, change: { name: string; requestBody: Body; updateMask: string }) =>
      make(onSpace(user, change.name, { scopeSet: 'settings', kind: 'write' }), answers.Space, (request) =>
        meet.spaces.patch(change, request),
      ),

    endConference: (user: string, name: string) =>
      make(onSpace(user, name, writingMembers), answers.Nothing, (request) =>
        meet.spaces.endActiveConference({ name, requestBody: {} }, request),
      ),

    listMembers: (user: string, parent: string) =>
      makeAll(
        onSpace(user, parent, { scopeSet: 'created', kind: 'read' }),
        answers.MemberPage,
        (page, request) => meet.spaces.members.list({ parent, pageSize: 500, ...page }, request),
      ),

    createMember: (user: string, parent: string, requestBody: Body) =>
      make(onSpace(user, parent, writingMembers), answers.Member, (request) =>
        meet.spaces.members.create({ parent, requestBody }, request),
      ),

    patchMemberRole: (user: string, space: string, name: string, role: Json) =>
      make(onSpace(user, space, writingMembers), answers.Member, (request) =>
        meet.spaces.members.patch({ name, requestBody: { role } as Body, updateMask: 'role' }, request),
      ),

    deleteMember: (user: string, space: string, name: string) =>
      make(onSpace(user, space, writingMembers), answers.Nothing, (request) =>
        meet.spaces.members.delete({ name }, request),
      ),

    /** Asks for one conference record at most: whether Meet answers this user at all. */
    probe: (user: string) =>
      make(reading(user, 'created'), answers.RecordPage, (request) =>
        meet.conferenceRecords.list({ pageSize: 1 }, request),
      ),

    listRecords: (user: string, space: string) =>
      makeAll(reading(user, 'created'), answers.RecordPage, (page, request) =>
        meet.conferenceRecords.list({ filter: `space.name = "${space}"`, pageSize: 100, ...page }, request),
      ),

    listRecordings: (user: string, parent: string) =>
      makeAll(reading(user, 'created'), answers.RecordingPage, (page, request) =>
        meet.conferenceRecords.recordings.list({ parent, pageSize: 100, ...page }, request),
      ),

    listTranscripts: (user: string, parent: string) =>
      makeAll(reading(user, 'created'), answers.TranscriptPage, (page, request) =>
        meet.conferenceRecords.transcripts.list({ parent, pageSize: 100, ...page }, request),
      ),

    listSmartNotes: (user: string, parent: string) =>
      makeAll(reading(user, 'created'), answers.SmartNotePage, (page, request) =>
        meet.conferenceRecords.smartNotes.list({ parent, pageSize: 100, ...page }, request),
      ),

    listPolicies: (user: string) =>
      makeAll(reading(user, 'policies'), answers.PolicyPage, (page, request) =>
        identity.policies.list({ filter: MEET_POLICIES, pageSize: 100, ...page }, request),
      ),
  };
}
export type Calls = ReturnType<typeof createCalls>;
