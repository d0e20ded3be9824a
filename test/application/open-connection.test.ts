import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Application } from '../../src/application/context.ts';
import { closeConnection, openAnew, openConnection } from '../../src/application/open-connection.ts';
import type { Connection } from '../../src/application/ports.ts';
import type { RegisteredProvider } from '../../src/domain/provider.ts';

const startAt = new Date('2026-11-02T09:00:00.000Z');

/** An application whose only platform makes a new client whenever it is connected to. */
function createApplication() {
  const clock = { now: startAt };
  const provider = { connect: () => ({}) } as unknown as RegisteredProvider;
  const application = {
    providers: { example: provider },
    ambient: { now: () => clock.now },
  } as unknown as Application;
  const connection = {
    id: 'a',
    version: 1,
    platform: 'example',
    accountDigest: randomBytes(32),
  } as unknown as Connection;
  return { application, clock, connection };
}

describe('an opened connection', () => {
  it('is shared by calls shortly after one another', () => {
    const { application, clock, connection } = createApplication();
    const first = openConnection(application, connection);
    clock.now = new Date(startAt.getTime() + 4 * 60_000);
    expect(openConnection(application, connection)).toBe(first);
  });

  it('is opened anew after five minutes, so that what was granted meanwhile counts', () => {
    const { application, clock, connection } = createApplication();
    const first = openConnection(application, connection);
    clock.now = new Date(startAt.getTime() + 5 * 60_000);
    expect(openConnection(application, connection)).not.toBe(first);
  });

  it('is opened anew where the connection was changed, and after it was closed', () => {
    const { application, connection } = createApplication();
    const first = openConnection(application, connection);
    const changed = openConnection(application, { ...connection, version: 2 });
    expect(changed).not.toBe(first);
    closeConnection(application, connection.id);
    expect(openConnection(application, { ...connection, version: 2 })).not.toBe(changed);
  });

  it('belongs to one connection of one application', () => {
    const { application, connection } = createApplication();
    const first = openConnection(application, connection);
    expect(openConnection(application, { ...connection, id: 'b' })).not.toBe(first);
    expect(openConnection({ ...application }, connection)).not.toBe(first);
  });

  it('is neither used nor kept where one is wanted with nothing known from before', () => {
    const { application, connection } = createApplication();
    const first = openConnection(application, connection);
    expect(openAnew(application, connection)).not.toBe(first);
    expect(openConnection(application, connection)).toBe(first);
  });
});
