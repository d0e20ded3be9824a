import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Application } from '../../src/application/context.ts';
import { startFor } from '../../src/application/host-start.ts';
import type { Connection } from '../../src/application/ports.ts';
import type { People } from '../../src/domain/plan/declaration.ts';
import type { LiveActs, RegisteredProvider, Starter } from '../../src/domain/provider.ts';

const secrets = { passcode: 'k4T9wq', reference: 'reference', organiser: 'sponsor', coach: 'coach' };
const meeting = { ref: { id: '1' }, joinUrl: 'https://platform.example/j/1' };
const connection = {
  id: 'a',
  version: 1,
  platform: 'example',
  accountDigest: randomBytes(8),
} as unknown as Connection;

/** Starts a session at a platform that has these live acts. */
function start(acts: Partial<LiveActs>, coach: People['coach'] = 'member') {
  const provider = { connect: () => acts } as unknown as RegisteredProvider;
  const ambient = { now: () => new Date('2026-11-02T09:00:00.000Z') };
  const application = { providers: { example: provider }, ambient } as unknown as Application;
  const session = { secrets, people: { coach, organiserPresent: true } };
  return startFor(application, { session, meeting, connection });
}

const hostLink: LiveActs['hostLink'] = async (_ref, { coach }: Starter) => ({
  link: 'https://platform.example/s/1',
  account: coach ?? 'the organiser',
  madeHostBy: 'link',
  says: 'Open it yourself.',
});

it('a coach starts in the own account, asked of the platform', async () => {
  expect(await start({ hostLink })).toMatchObject({
    link: 'https://platform.example/s/1',
    account: 'coach',
  });
});

it('a coach from outside is given no host’s link, and told who starts', async () => {
  const given = await start({ hostLink }, 'outsider');
  expect(given).toMatchObject({ link: meeting.joinUrl, account: 'sponsor' });
  expect(given.says).toContain('sponsor');
});

it('a platform that cannot say leaves the coach to its own application', async () => {
  await expect(start({})).rejects.toMatchObject({ code: 'CAPABILITY_UNSUPPORTED' });
});
