import { createHash } from 'node:crypto';
import type { JsonObject } from '../shared/paths.ts';
import { findUser, policiesInForce, type GoogleAccount, type PolicyInForce } from './account.ts';
import { call, callerOf, queryOf } from './call.ts';
import { page } from './paging.ts';
import { GoogleRefusal, invalidArgument } from './refusal.ts';
import { SCOPES } from './scopes.ts';
import { present, type SandboxContext } from './state.ts';

const MATCHES = /^setting\.type\.matches\(\s*(['"])(.*)\1\s*\)$/;
const CUSTOMER = /^customer\s*==\s*(['"])(customers\/\w+)\1$/;

/** The two clauses that the vendor takes, each at most once, joined by `&&`. */
function parsePolicyFilter(filter: string | undefined, customer: string): (type: string) => boolean {
  const tests: { type?: RegExp; customer?: string } = {};
  for (const clause of (filter ?? '').split('&&').map((part) => part.trim())) {
    if (clause === '') continue;
    const [, , pattern] = MATCHES.exec(clause) ?? [];
    const [, , owner] = CUSTOMER.exec(clause) ?? [];
    if (pattern !== undefined && tests.type === undefined) tests.type = regex(pattern);
    else if (owner !== undefined && tests.customer === undefined) tests.customer = owner;
    else throw invalidArgument('Invalid filter', 'filter');
  }
  const asked = tests.customer ?? 'customers/my_customer';
  if (asked !== 'customers/my_customer' && asked !== `customers/${customer}`) {
    throw new GoogleRefusal('PERMISSION_DENIED', 'The caller does not have permission');
  }
  return (type) => tests.type?.test(type) ?? true;
}

/** The pattern as a CEL string literal: there a backslash is written twice. */
function regex(literal: string): RegExp {
  try {
    return new RegExp(literal.replaceAll('\\\\', '\\'));
  } catch {
    throw invalidArgument('Invalid filter', 'filter');
  }
}

function shown(account: GoogleAccount, policy: PolicyInForce): JsonObject {
  const identity = JSON.stringify([account.customer, policy]);
  const unit = `entity.org_units.exists(org_unit, org_unit.org_unit_id == orgUnitId('${policy.orgUnit}'))`;
  const group = `entity.groups.exists(group, group.group_id == groupId('${policy.group ?? ''}'))`;
  return {
    name: `policies/${createHash('sha256').update(identity).digest('base64url').slice(0, 28)}`,
    customer: `customers/${account.customer}`,
    policyQuery: present({
      orgUnit: `orgUnits/${policy.orgUnit}`,
      group: policy.group === undefined ? undefined : `groups/${policy.group}`,
      query: policy.group === undefined ? unit : `${unit} && ${group}`,
      sortOrder: policy.sortOrder,
    }),
    setting: { type: policy.type, value: policy.value },
    type: policy.kind,
  };
}

/** Cloud Identity's policies: raw, as set; resolving them is the caller's work. Super-admins only. */
export function addPolicyRoutes({ app, state }: SandboxContext): void {
  app.get(
    '/v1/policies',
    call('policy.list', 'cloudidentity.policies.list', SCOPES.policies, ['filter', 'pageSize', 'pageToken']),
    async (request) => {
      const caller = callerOf(request);
      const account = state.accounts.get(caller.account);
      if (account === undefined || findUser(account, caller.email)?.superAdmin !== true) {
        throw new GoogleRefusal('PERMISSION_DENIED', 'The caller does not have permission');
      }
      const matches = parsePolicyFilter(queryOf(request).filter, account.customer);
      const found = policiesInForce(account).filter(
        ({ type }) => matches(type) && !account.unlistedPolicies.includes(type),
      );
      const { items, nextPageToken } = page(request, found, { size: 50, max: 100 });
      return present({
        policies: items.length > 0 ? items.map((policy) => shown(account, policy)) : undefined,
        nextPageToken,
      });
    },
  );
}
