import type { ClientWith, ConnectionConfig, ProviderContext } from '../../domain/provider.ts';
import { listArtifacts } from './artifacts.ts';
import { createCalls } from './calls.ts';
import { endRunning } from './closing.ts';
import { hostStart } from './host-start.ts';
import { createMeetings } from './meeting.ts';
import { readPosture } from './posture.ts';
import { spaceOf } from './reference.ts';
import type { Credentials, Settings } from './settings.ts';
import { verify } from './verify.ts';

/** The live acts of the Meet API. It has none to admit people or to lock a running conference. */
export const acts = ['hostLink', 'endNow', 'listArtifacts'] as const;

/** Opens a connection; nothing is called until one of its functions is. */
export function connect(
  connection: ConnectionConfig<Settings, Credentials>,
  context: ProviderContext,
): ClientWith<(typeof acts)[number]> {
  const calls = createCalls(connection, context);
  const { policyReader } = connection.credentials;
  return {
    ...createMeetings(calls, context),
    // With tokens of its own: those that are kept say nothing of the key and the delegation as they are now.
    verify: (organiser) => verify(createCalls(connection, context), policyReader, organiser),
    readPosture: (organiser) => readPosture(calls, policyReader ?? organiser, context.now),
    hostLink: async (ref, starter) =>
      hostStart(await calls.getSpace(starter.organiser, spaceOf(ref).space), starter),
    endNow: (ref, { organiser }) => endRunning(calls, organiser, spaceOf(ref).space),
    listArtifacts: (ref, { organiser }) => listArtifacts(calls, organiser, spaceOf(ref).space),
  };
}
