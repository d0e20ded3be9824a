import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AdminRefusal } from '../shared/admin.ts';
import { mergeDeep } from '../shared/paths.ts';
import type { WebhookOutbox } from '../shared/webhooks.ts';
import { ZoomAccount } from './account.ts';
import { act, PeopleAction } from './people.ts';
import { sendLifecycle, type Webhooks } from './webhooks.ts';
import { getAccount, liveInstance, userIdOf, type Meeting, type World } from './world.ts';

/** How long Zoom waits for the proof. */
const VALIDATION_MS = 3_000;

type WithId = { Params: { id: string } };

const SettingsChange = z.record(z.string(), z.json());

/** Adds the admin endpoints for accounts, meetings, simulated people and webhooks. */
export function addZoomAdmin(
  admin: FastifyInstance,
  world: World,
  webhooks: Webhooks,
  outbox: WebhookOutbox,
): void {
  const shown = (id: string, { clientSecret: _secret, webhook, ...account }: ZoomAccount) => ({
    id,
    ...account,
    users: account.users.map((user) => ({ ...user, id: userIdOf(id, user) })),
    webhook: webhook?.url,
  });

  // An account that is set up again keeps its meetings and tokens: an administrator has changed something.
  admin.put<WithId>('/_sandbox/accounts/:id', async (request) => {
    const account = ZoomAccount.parse(request.body);
    world.accounts.set(request.params.id, account);
    return shown(request.params.id, account);
  });

  admin.get('/_sandbox/accounts', async () => [...world.accounts].map(([id, account]) => shown(id, account)));

  admin.get('/_sandbox/meetings', async () =>
    [...world.meetings.values()].map((meeting) => ({
      id: String(meeting.id),
      account: meeting.account,
      host: meeting.hostId,
      deleted: meeting.deleted,
      live: liveInstance(meeting) !== undefined,
      stored: meeting.written.stored,
      effective: meeting.written.effective,
      runnings: meeting.instances,
    })),
  );

  admin.post<WithId>('/_sandbox/meetings/:id/people', async (request) => {
    const outcome = act(
      world,
      webhooks,
      getKnown(world, request.params.id),
      PeopleAction.parse(request.body),
    );
    await outbox.settled();
    return outcome;
  });

  // Somebody changes the meeting on Zoom's own pages: nothing is refused, and no call of the API is seen.
  admin.post<WithId>('/_sandbox/meetings/:id/settings', async (request) => {
    const meeting = getKnown(world, request.params.id);
    const change = SettingsChange.parse(request.body);
    const { stored, effective } = meeting.written;
    meeting.written = { stored: mergeDeep(stored, change), effective: mergeDeep(effective, change) };
    sendLifecycle(world, webhooks, meeting, { event: 'updated', before: stored });
    await outbox.settled();
    return meeting.written;
  });

  admin.get('/_sandbox/webhooks', async () => {
    await outbox.settled();
    return outbox.delivered();
  });

  // Zoom asks a webhook address to prove that it knows the secret, when it is entered and every 72 hours.
  admin.post<WithId>('/_sandbox/accounts/:id/webhook-validation', async (request) => {
    const { webhook } = getAccount(world, request.params.id);
    if (webhook === undefined) throw new AdminRefusal(409, 'the account has no webhook address');
    const plainToken = randomBytes(16).toString('base64url');
    const answer: unknown = await fetch(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        event: 'endpoint.url_validation',
        event_ts: world.now().getTime(),
        payload: { plainToken },
      }),
      signal: AbortSignal.timeout(VALIDATION_MS),
    }).then(
      (response) => (response.ok ? response.json().catch(() => undefined) : undefined),
      () => undefined,
    );
    const encryptedToken = createHmac('sha256', webhook.secretToken).update(plainToken).digest('hex');
    const proof = z.object({ plainToken: z.literal(plainToken), encryptedToken: z.literal(encryptedToken) });
    return { valid: proof.safeParse(answer).success };
  });
}

function getKnown(world: World, id: string): Meeting {
  const meeting = world.meetings.get(Number(id));
  if (meeting === undefined) throw new AdminRefusal(404, `no meeting ${id}`);
  return meeting;
}
