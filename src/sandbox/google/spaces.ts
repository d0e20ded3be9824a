import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../shared/paths.ts';
import { applyWrite, type Written } from '../shared/writes.ts';
import { findUser, policyValue, spaceDefaults, type User } from './account.ts';
import { bodyOf, call, callerOf, hasScope, queryOf, type Caller } from './call.ts';
import { endConference } from './conference.ts';
import { GoogleRefusal, spaceDenied } from './refusal.ts';
import { CREATED_ONLY, SCOPES } from './scopes.ts';
import { maskedChange, settleModeration, SpaceBody } from './space-config.ts';
import {
  accountOf,
  activeConference,
  meetingUri,
  newDigits,
  newId,
  newMeetingCode,
  ownerOf,
  present,
  type GoogleState,
  type SandboxContext,
  type Space,
} from './state.ts';

const PATH = '/v2/spaces/:space';
interface Route {
  Params: { space: string };
}

/** A write with moderation's own rule applied to what is stored and to what really holds. */
export function settleSpace(written: Written): Written {
  return { stored: settleModeration(written.stored), effective: settleModeration(written.effective) };
}

/** Adds a space of this user; `createdBy` undefined for one made in Google's own screens. */
export function addSpace(
  state: GoogleState,
  space: { account: string; owner: string; createdBy: string | undefined; written: Written },
): Space {
  const added: Space = {
    ...space,
    id: newId(12),
    meetingCode: newMeetingCode(),
    pin: newDigits(9),
    members: new Map(),
    knocks: [],
    unheard: [],
  };
  state.spaces.set(added.id, added);
  return added;
}

/** A space that the caller's scopes reach and that is theirs; anything else is refused alike. */
export function ownSpace(state: GoogleState, caller: Caller, id: string, widerScopes: string[] = []): Space {
  const space = state.spaces.get(id);
  if (space === undefined || !isOwner(caller, space)) throw spaceDenied();
  if (!reaches(caller, space, widerScopes)) throw spaceDenied();
  return space;
}

const isOwner = (caller: Caller, space: Space) =>
  caller.account === space.account && caller.email.toLowerCase() === space.owner.toLowerCase();

/** `meetings.space.created` reaches only spaces that the same app made; a wider scope reaches all. */
export const reaches = (caller: Caller, space: Space, widerScopes: string[]) =>
  space.createdBy === caller.projectId || hasScope(caller, ...widerScopes);

/** The scopes among those allowed that are not bound to the app's own spaces. */
export const wider = (scopes: readonly string[]) => scopes.filter((scope) => scope !== CREATED_ONLY);

export function addSpaceRoutes({ app, state, misbehaviours, now, push }: SandboxContext): void {
  const userOf = (caller: Caller): User => {
    const account = state.accounts.get(caller.account);
    const user = account === undefined ? undefined : findUser(account, caller.email);
    if (account === undefined || user === undefined) throw spaceDenied();
    const enabled = policyValue(account, user, 'service_status', 'serviceState') === 'ENABLED';
    if (!user.licensed || !enabled) {
      throw new GoogleRefusal('PERMISSION_DENIED', 'The user may not create meeting spaces.');
    }
    return user;
  };

  /** A space as this caller may see it: the configuration is the owner's alone. */
  const seenBy = (caller: Caller, space: Space): JsonObject => {
    const owner = isOwner(caller, space);
    const conference = activeConference(state, space.id);
    const takesPart = conference?.participants.some((one) => one.person.email === caller.email) ?? false;
    return present({
      name: `spaces/${space.id}`,
      meetingUri: meetingUri(state, space),
      meetingCode: space.meetingCode,
      config: owner ? space.written.stored.config : undefined,
      activeConference:
        conference !== undefined && (owner || takesPart)
          ? { conferenceRecord: `conferenceRecords/${conference.id}` }
          : undefined,
      phoneAccess: accountOf(state, space).dialIn
        ? [{ phoneNumber: '+15550100199', pin: space.pin, regionCode: 'US', languageCode: 'en-US' }]
        : undefined,
    });
  };

  const write = (
    request: FastifyRequest,
    before: Written,
    body: JsonObject,
    target: { account: string; defaults: JsonObject },
  ) =>
    settleSpace(
      applyWrite({
        before,
        body,
        defaults: target.defaults,
        misbehaviours,
        account: target.account,
        operation: request.routeOptions.config.operation ?? '',
      }),
    );

  app.post('/v2/spaces', call('space.create', 'meet.spaces.create', SCOPES.spaceCreated), async (request) => {
    const caller = callerOf(request);
    const user = userOf(caller);
    const account = state.accounts.get(caller.account);
    if (account === undefined) throw spaceDenied();
    const { config } = bodyOf(request, SpaceBody);
    const defaults = spaceDefaults(account, user);
    const body: JsonObject = config === undefined ? {} : { config: config as JsonObject };
    const inherited = { stored: defaults, effective: defaults };
    const written = write(request, inherited, body, { account: caller.account, defaults });
    const createdBy = caller.projectId;
    return seenBy(
      caller,
      addSpace(state, { account: caller.account, owner: user.email, createdBy, written }),
    );
  });

  app.get<Route>(PATH, call('space.get', 'meet.spaces.get', SCOPES.spaceGet), async (request) => {
    const caller = callerOf(request);
    const { space: alias } = request.params;
    const space =
      state.spaces.get(alias) ?? [...state.spaces.values()].find((one) => one.meetingCode === alias);
    if (space === undefined || !reaches(caller, space, wider(SCOPES.spaceGet))) throw spaceDenied();
    return seenBy(caller, space);
  });

  app.patch<Route>(
    PATH,
    call('space.update', 'meet.spaces.patch', SCOPES.spaceUpdate, ['updateMask']),
    async (request) => {
      const caller = callerOf(request);
      const body = bodyOf(request, SpaceBody) as JsonObject;
      const space = ownSpace(state, caller, request.params.space, wider(SCOPES.spaceUpdate));
      const defaults = spaceDefaults(accountOf(state, space), ownerOf(state, space));
      const change = maskedChange(body, queryOf(request).updateMask, defaults);
      space.written = write(request, space.written, change, { account: space.account, defaults });
      return seenBy(caller, space);
    },
  );

  app.post<Route>(
    '/v2/spaces/:space(^[^:/]+)::endActiveConference',
    call('space.end', 'meet.spaces.endActiveConference', SCOPES.spaceCreated),
    async (request) => {
      const space = ownSpace(state, callerOf(request), request.params.space);
      endConference({ state, now, push }, space);
      return {};
    },
  );
}
