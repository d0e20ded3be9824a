import type { FastifyRequest } from 'fastify';
import type { GraphUser } from './account.ts';
import { GraphError } from './errors.ts';
import { userOf, type Tenant, type World } from './world.ts';

/** Sets `request.account` from the bearer token, or refuses as Graph does. For an `onRequest` hook. */
export function authenticate(world: World, request: FastifyRequest): void {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const refuse = (message: string) => new GraphError(401, 'InvalidAuthenticationToken', message);
  if (token === undefined) throw refuse('Access token is empty.');
  const known = world.tokens.get(token);
  if (known === undefined) throw refuse('Access token validation failure.');
  request.account = known.tenantId;
  if (world.now() >= known.expiresAt) throw refuse('Lifetime validation failed, the token is expired.');
}

/** The tenant whose token the request carries. */
export function tenantOf(world: World, request: FastifyRequest): Tenant {
  const tenant = world.tenants.get(request.account ?? '');
  if (tenant === undefined)
    throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
  return tenant;
}

/** Whose error a missing app role produces: each of the services behind Graph has its own. */
type Service = 'teams' | 'outlook' | 'directory';

/** Refuses unless the app has one of the roles. */
export function requireRole(tenant: Tenant, service: Service, roles: readonly string[]): void {
  const granted = tenant.config.roles;
  if (roles.some((role) => granted.includes(role))) return;
  switch (service) {
    case 'outlook':
      throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    case 'directory':
      throw new GraphError(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      );
    default:
      throw new GraphError(
        403,
        'Forbidden',
        `Missing role permissions on the request. API requires one of '${roles.join(', ')}'. ` +
          `Roles on the request '${granted.join(', ')}'.`,
      );
  }
}

/**
 * The organiser of an online meeting. The address must hold the object id: a principal name gets the
 * misleading 404 that has been reported; without a Teams application access policy the app gets 403.
 */
export function organizerOf(tenant: Tenant, id: string): GraphUser {
  const user = userOf(tenant, id);
  if (user === undefined) throw new GraphError(404, 'UnknownError', '');
  if (!user.applicationAccessPolicy) {
    throw new GraphError(403, 'Forbidden', 'No application access policy found for this app.');
  }
  // The vendor's wording for an unlicensed organiser is not known.
  if (!user.licensed) throw new GraphError(403, 'Forbidden', 'The user has no licence for online meetings.');
  return user;
}

/** The owner of a calendar, by object id or principal name. */
export function mailboxOf(tenant: Tenant, id: string): GraphUser {
  const user = directoryUser(tenant, id);
  if (user === undefined)
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${id}' is invalid.`);
  if (user.mailbox === 'none') {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive or hosted elsewhere.',
    );
  }
  if (user.mailbox === 'denied')
    throw new GraphError(403, 'ErrorAccessDenied', 'Access to OData is disabled.');
  return user;
}

export const directoryUser = (tenant: Tenant, id: string): GraphUser | undefined =>
  userOf(tenant, id) ?? tenant.config.users.find((user) => user.upn.toLowerCase() === id.toLowerCase());
