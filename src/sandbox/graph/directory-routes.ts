import type { FastifyInstance } from 'fastify';
import type { JsonObject } from '../shared/paths.ts';
import { directoryUser, requireRole, tenantOf } from './access.ts';
import { select, type Query } from './collection.ts';
import { GraphError } from './errors.ts';
import { userOf, type World } from './world.ts';

interface Call {
  Params: { id: string };
}

/** What Graph answers about a user when nothing is selected: whether the account is enabled is not among it. */
const DEFAULT_USER_FIELDS = 'displayName,mail,userPrincipalName';

const CREATED = '2024-01-01T00:00:00Z';

/** Users, and which Teams policies they have (names and ids; Graph has no way to read what a policy says). */
export function registerDirectory(vendor: FastifyInstance, world: World): void {
  vendor.get<Call>('/v1.0/users/:id', { config: { operation: 'user.get' } }, async (request) => {
    const tenant = tenantOf(world, request);
    requireRole(tenant, 'directory', ['User.Read.All']);
    const user = directoryUser(tenant, request.params.id);
    if (user === undefined) throw notFound(request.params.id);
    const answer: JsonObject = {
      id: user.oid,
      accountEnabled: user.accountEnabled,
      displayName: user.displayName,
      mail: user.upn,
      userPrincipalName: user.upn,
      userType: user.userType,
    };
    return select(answer, (request.query as Query).$select ?? DEFAULT_USER_FIELDS);
  });

  vendor.get<Call>(
    '/v1.0/admin/teams/userConfigurations/:id',
    { config: { operation: 'policy.effective' } },
    async (request) => {
      const tenant = tenantOf(world, request);
      // The name of this permission is not confirmed by the vendor's pages.
      requireRole(tenant, 'directory', ['TeamsUserConfiguration.Read.All']);
      const user = userOf(tenant, request.params.id);
      if (user === undefined) throw notFound(request.params.id);
      const policy = tenant.config.meetingPolicies.find(({ id }) => id === user.meetingPolicyId);
      return {
        id: user.oid,
        tenantId: tenant.id,
        userPrincipalName: user.upn,
        accountType: 'user',
        featureTypes: user.licensed ? ['Teams'] : [],
        isEnterpriseVoiceEnabled: false,
        telephoneNumbers: [],
        createdDateTime: CREATED,
        modifiedDateTime: CREATED,
        // Whether the tenant's global policy is listed where none is assigned is unknown, so it is not.
        effectivePolicyAssignments:
          policy === undefined
            ? []
            : [
                {
                  policyType: 'TeamsMeetingPolicy',
                  policyAssignment: {
                    displayName: policy.name,
                    assignmentType: 'direct',
                    policyId: policy.id,
                    groupId: null,
                  },
                },
              ],
      };
    },
  );
}

const notFound = (id: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
