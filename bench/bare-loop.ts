import { randomBytes, randomInt } from 'node:crypto';
import { confidentialSession } from '../src/domain/confidential-session.ts';
import { generatePasscode } from '../src/domain/passcode.ts';
import { compile } from '../src/domain/plan/compile.ts';
import { topicFor } from '../src/domain/plan/leak.ts';
import type { Plan } from '../src/domain/plan/plan.ts';
import type { Intent, ProviderClient } from '../src/domain/provider.ts';
import { providers } from '../src/providers/registry.ts';
import { concurrently } from './concurrently.ts';
import type { Subject } from './practice.ts';
import { serve } from './process.ts';

interface Bare {
  client: ProviderClient;
  organiser: string;
  plan: Plan;
}
const opened = new Map<string, Bare>();

/** The same vendor calls as the service makes, by the same clients, and nothing else: no database, queue or verdict. */
export const tasks = {
  /** Opens the account, and compiles the one plan that every session of the loop is made from. */
  open: async ({ platform, account }: Subject) => {
    const { settings, credentials, people } = account;
    const provider = providers[platform];
    const organiser = people['coach'] ?? '';
    const prepared = await provider.prepare(provider.given.parse(credentials));
    const client = provider.connect(
      { settings: provider.settings.parse(settings), credentials: prepared.credentials },
      { takeBudget: async () => undefined, now: () => new Date(), timeoutMs: 15_000 },
    );
    const { declaration } = provider;
    const [startsAt, endsAt] = [DAY_MS, DAY_MS + HALF_HOUR_MS].map((ms) => new Date(Date.now() + ms));
    const plan = compile({
      declaration,
      policy: confidentialSession,
      session: { startsAt: iso(startsAt), endsAt: iso(endsAt), timeZone: 'Australia/Sydney' },
      hosting: 'practice',
      people: { coach: 'organiser', organiserPresent: true },
      backing: declaration.backings.practice?.[0] ?? null,
      posture: await client.readPosture(organiser),
      ruledOut: {},
      at: new Date(),
    });
    opened.set(platform, { client, organiser, plan });
  },

  /** Makes so many sessions and reads each back. Gives the milliseconds it took. */
  run: async ({ platform, count, concurrency }: { platform: string; count: number; concurrency: number }) => {
    const bare = opened.get(platform);
    if (bare === undefined) throw new Error(`${platform} was not opened`);
    const startedAt = performance.now();
    await concurrently(count, concurrency, () => makeOne(bare));
    return performance.now() - startedAt;
  },
};
export type BareLoop = typeof tasks;

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
const iso = (time: Date | undefined): string => (time ?? new Date()).toISOString();

async function makeOne({ client, organiser, plan }: Bare): Promise<void> {
  const reference = randomBytes(12).toString('hex');
  const passcode = generatePasscode(plan.passcodeRule, (limit) => randomInt(limit));
  const slots = { reference, passcode, topic: topicFor(reference) };
  const intent: Intent = { reference, slots, organiser, lookFirst: false };
  await client.readPosture(organiser);
  const { ref } = await client.provision(plan, intent);
  await client.observe(ref, plan, intent);
}

serve(tasks, async () => undefined);
