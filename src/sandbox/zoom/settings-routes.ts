import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readPath, type JsonObject } from '../shared/paths.ts';
import { accountOf } from './access.ts';
import { personalMeetingId } from './meeting-view.ts';
import { invalidField, paidOnly, Refusal } from './refusal.ts';
import { accountSettings, hostSettings, lockSettings, readable } from './settings.ts';
import { getAccount, getUser, type World } from './world.ts';

type WithUser = { Params: { userId: string } };
type WithAccount = { Params: { accountId: string } };

/** Adds the reads of a user, of a user's settings, and of the account's settings and locks. */
export function addSettingsRoutes(app: FastifyInstance, world: World): void {
  app.get<WithUser>('/v2/users/:userId', { config: { operation: 'user.get' } }, async (request) => {
    const accountId = accountOf(request);
    const user = getUser(world, accountId, request.params.userId);
    const settings = hostSettings(getAccount(world, accountId), user);
    return {
      id: user.id,
      account_id: accountId,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      display_name: `${user.firstName} ${user.lastName}`,
      type: user.licence === 'licensed' ? 2 : 1,
      status: user.status,
      timezone: user.timezone,
      pmi: Number(personalMeetingId(user.id)),
      use_pmi: readPath(settings, 'schedule_meeting.use_pmi_for_instant_meetings') === true,
      verified: 1,
      role_name: 'Member',
      language: 'en-US',
    };
  });

  app.get<WithUser>(
    '/v2/users/:userId/settings',
    { config: { operation: 'user.settings' } },
    async (request) => {
      const accountId = accountOf(request);
      const account = getAccount(world, accountId);
      const settings = hostSettings(account, getUser(world, accountId, request.params.userId));
      return answerFor(optionOf(request), readable(settings, account.unreadable.user));
    },
  );

  const ownAccount = (request: FastifyRequest<WithAccount>) => {
    const id = accountOf(request);
    const asked = request.params.accountId;
    if (asked !== 'me' && asked !== id) throw new Refusal(404, 2001, `Account does not exist: ${asked}.`);
    const account = getAccount(world, id);
    if (account.plan === 'basic') throw paidOnly(id);
    return account;
  };

  app.get<WithAccount>(
    '/v2/accounts/:accountId/settings',
    { config: { operation: 'account.settings' } },
    async (request) => {
      const account = ownAccount(request);
      return answerFor(optionOf(request), readable(accountSettings(account), account.unreadable.account));
    },
  );

  app.get<WithAccount>(
    '/v2/accounts/:accountId/lock_settings',
    { config: { operation: 'account.locks' } },
    async (request) => {
      const account = ownAccount(request);
      return answerFor(optionOf(request), readable(lockSettings(account), account.unreadable.locks));
    },
  );
}

const optionOf = (request: FastifyRequest): string | undefined =>
  (request.query as { option?: string }).option;

/** The part of the settings that the `option` query selects; without one, everything that has no option of its own. */
function answerFor(option: string | undefined, settings: JsonObject): JsonObject {
  const { meeting_security, meeting_authentication, ...rest } = settings;
  switch (option) {
    case undefined:
      return rest;
    case 'meeting_security':
      return { meeting_security: meeting_security ?? {} };
    case 'meeting_authentication':
      return (meeting_authentication ?? {}) as JsonObject;
    case 'recording_authentication':
      return { recording_authentication: false, authentication_options: [] };
    default:
      throw invalidField('option');
  }
}
