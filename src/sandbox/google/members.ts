import { z } from 'zod';
import type { JsonObject } from '../shared/paths.ts';
import { applyWrite } from '../shared/writes.ts';
import { bodyOf, call, callerOf, queryOf } from './call.ts';
import { page } from './paging.ts';
import { GoogleRefusal, invalidArgument, notFound } from './refusal.ts';
import { SCOPES } from './scopes.ts';
import { maskPaths } from './space-config.ts';
import { ownSpace, wider } from './spaces.ts';
import { newId, type Member, type SandboxContext, type Space } from './state.ts';

const LIST = '/v2/spaces/:space/members';
const ITEM = `${LIST}/:member`;
const MAX_BATCH = 500;

interface ListRoute {
  Params: { space: string };
}
interface ItemRoute {
  Params: { space: string; member: string };
}

const MemberBody = z.strictObject({
  name: z.string().optional(),
  email: z.email().optional(),
  role: z.enum(['ROLE_UNSPECIFIED', 'COHOST']).optional(),
});
type MemberBody = z.infer<typeof MemberBody>;

const BatchBody = z.strictObject({
  requests: z
    .array(z.strictObject({ member: MemberBody, updateMask: z.string().optional() }))
    .min(1)
    .max(MAX_BATCH),
  updateMask: z.string().optional(),
});

/** A member as read: the unspecified role is the enum's zero and so is left out. */
const shown = ({ written }: Member): JsonObject => {
  const { role, ...rest } = written.stored;
  return role === undefined || role === 'ROLE_UNSPECIFIED' ? rest : { ...rest, role };
};

/** What a PATCH changes: only the role can be. A mask of `*`, or none in a batch, takes an unset role away. */
function roleChange(body: MemberBody, mask: string | undefined, absentMeansAll: boolean): JsonObject {
  const paths = maskPaths(mask ?? (absentMeansAll ? '*' : ''));
  const unknown = paths.find((path) => path !== 'role' && path !== '*');
  if (unknown !== undefined)
    throw invalidArgument(`Invalid field mask: ${unknown} cannot be updated.`, 'update_mask');
  if (paths.length === 0) return body.role === undefined ? {} : { role: body.role };
  return { role: body.role ?? 'ROLE_UNSPECIFIED' };
}

/** Co-hosts and others who need not knock. Writes need `meetings.space.created`, so a space that the app made. */
export function addMemberRoutes({ app, state, misbehaviours }: SandboxContext): void {
  const memberOf = (space: Space, id: string): Member => {
    const member = space.members.get(id);
    if (member === undefined) throw notFound();
    return member;
  };

  const write = (
    space: Space,
    id: string,
    member: Member,
    body: JsonObject,
    operation: string,
  ): JsonObject => {
    const written = applyWrite({
      before: member.written,
      body,
      defaults: { role: 'ROLE_UNSPECIFIED' },
      misbehaviours,
      account: space.account,
      operation,
    });
    const changed = { ...member, written };
    space.members.set(id, changed);
    return shown(changed);
  };

  app.post<ListRoute>(
    LIST,
    call('member.create', 'meet.spaces.members.create', SCOPES.spaceCreated),
    async (request) => {
      const body = bodyOf(request, MemberBody);
      const space = ownSpace(state, callerOf(request), request.params.space);
      const { email, role } = body;
      if (email === undefined) throw invalidArgument('The e-mail of the member is required.', 'member.email');
      if ([...space.members.values()].some((member) => member.email === email)) {
        throw new GoogleRefusal('ALREADY_EXISTS', 'Requested entity already exists');
      }
      const id = newId(16);
      const name = `spaces/${space.id}/members/${id}`;
      const member = { email, written: { stored: { name }, effective: { name } } };
      return write(space, id, member, { email, role: role ?? 'ROLE_UNSPECIFIED' }, 'member.create');
    },
  );

  app.get<ListRoute>(
    LIST,
    call('member.list', 'meet.spaces.members.list', SCOPES.meetRead, ['pageSize', 'pageToken']),
    async (request) => {
      const space = ownSpace(state, callerOf(request), request.params.space, wider(SCOPES.meetRead));
      const { items, nextPageToken } = page(request, [...space.members.values()], { size: 250, max: 500 });
      return {
        ...(items.length > 0 && { members: items.map(shown) }),
        ...(nextPageToken !== undefined && { nextPageToken }),
      };
    },
  );

  app.get<ItemRoute>(
    ITEM,
    call('member.get', 'meet.spaces.members.get', SCOPES.meetRead),
    async (request) => {
      const space = ownSpace(state, callerOf(request), request.params.space, wider(SCOPES.meetRead));
      return shown(memberOf(space, request.params.member));
    },
  );

  app.patch<ItemRoute>(
    ITEM,
    call('member.update', 'meet.spaces.members.patch', SCOPES.spaceCreated, ['updateMask']),
    async (request) => {
      const change = roleChange(bodyOf(request, MemberBody), queryOf(request).updateMask, false);
      const space = ownSpace(state, callerOf(request), request.params.space);
      const { member } = request.params;
      return write(space, member, memberOf(space, member), change, 'member.update');
    },
  );

  app.delete<ItemRoute>(
    ITEM,
    call('member.delete', 'meet.spaces.members.delete', SCOPES.spaceCreated),
    async (request) => {
      const space = ownSpace(state, callerOf(request), request.params.space);
      memberOf(space, request.params.member);
      space.members.delete(request.params.member);
      return {};
    },
  );

  app.post<ListRoute>(
    '/v2/spaces/:space/members::batchUpdate',
    call('member.batchUpdate', 'meet.spaces.members.batchUpdate', SCOPES.spaceCreated),
    async (request) => {
      const { requests, updateMask } = bodyOf(request, BatchBody);
      const space = ownSpace(state, callerOf(request), request.params.space);
      const changes = requests.map(({ member, updateMask: own }) => {
        if (own !== undefined && own !== updateMask) {
          throw invalidArgument('A request’s update mask must be that of the batch.', 'requests.update_mask');
        }
        const id = member.name?.split('/').at(-1) ?? '';
        return { id, existing: memberOf(space, id), change: roleChange(member, updateMask, true) };
      });
      return {
        members: changes.map(({ id, existing, change }) =>
          write(space, id, existing, change, 'member.batchUpdate'),
        ),
      };
    },
  );
}
