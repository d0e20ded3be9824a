import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Waits for the end; its complaint and how it ended. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; complaint: string }> {
  let complaint = '';
  child.stderr?.on('data', (part: Buffer) => (complaint += part.toString()));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, complaint };
}

/** The status of the first answer. It is asked for whenever the process has said something: each says when it listens. */
export async function answerOf(address: string, child: ChildProcess): Promise<number> {
  while (child.exitCode === null && child.stdout !== null) {
    const said = Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    const status = await fetch(address).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status !== undefined) return status;
    await said;
  }
  throw new Error('It ended before it answered.');
}

/** A port of this machine that nobody listens at. */
export async function findFreePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
