import { configFromProcess } from '../config.ts';
import { runProgram } from '../program.ts';
import { startSandboxes } from './start.ts';

/** `npm run sandbox`: the three sandboxes on their own, for integrators’ tests. Set up accounts over `/_sandbox`. */
await runProgram(async () => {
  const { host, sandboxPort } = configFromProcess();
  const sandboxes = await startSandboxes(host, sandboxPort);

  console.log(`Zoom             ${sandboxes.zoom}
Microsoft Graph  ${sandboxes.graph}
Google           ${sandboxes.google}

Set up an account:  PUT  /_sandbox/accounts/{id}
Make it misbehave:  POST /_sandbox/misbehaviours   {"kind":"drop","field":"settings.waiting_room","times":1}
See what it was asked: GET /_sandbox/requests
All of it: docs/sandboxes.md. Stop with Ctrl-C.`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandboxes.stop());
});
