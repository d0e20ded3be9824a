import { requestSignIn } from './application/sign-in.ts';
import { configFromProcess, type Config } from './config.ts';
import { startService } from './compose.ts';
import { runProgram } from './program.ts';
import { requestSessions } from './tryout/story.ts';
import { startTryout } from './tryout/run.ts';

/** As `examples/practice.json` has it. */
const EXAMPLE_COACH = 'coach@practice.example';

/**
 * `npm start`: the service. With DATABASE_URL it serves that database; without, everything is started on this machine for
 * trying out, and gone when it stops.
 */
await runProgram(async () => {
  const config = configFromProcess();
  const stop = config.database === null ? await tryOut(config) : (await startService(config)).stop;
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= stop();
    });
  }
});

async function tryOut(config: Config): Promise<() => Promise<void>> {
  const tryout = await startTryout(
    { ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel },
    {
      onSignIn: async ({ email, link }) =>
        console.log(`The one-time link for ${email}, to sign in with:\n\n  ${link}\n`),
    },
  );
  const sessions = await requestSessions(tryout.api, tryout.practice, new Date());
  const { address } = tryout.service;
  const id = sessions.find(({ link }) => link === 'unsealed')?.id ?? '';
  console.log(`
Subrosa is up, for trying out: a real PostgreSQL, the three platform sandboxes and the service, all on this machine.
${sessions.length} example sessions were requested. Everything is made anew at each start and gone when it stops (Ctrl-C).

  Address  ${address}
  API key  ${tryout.key}
  Docs     ${address}/docs
  Console  ${address}/console/ for coaches; the example’s is ${EXAMPLE_COACH}
  Mail     ${address}/console/mailbox has whatever would be sent

Three things to try:

  KEY=${tryout.key}

  # 1. The sessions, each on a platform that its client approved
  curl -s -H "Authorization: Bearer $KEY" ${address}/v1/sessions

  # 2. What is known of one session, control by control
  curl -s -H "Authorization: Bearer $KEY" ${address}/v1/sessions/${id}/assurance

  # 3. Its link: given only while unsealed, and written to the audit trail
  curl -s -H "Authorization: Bearer $KEY" ${address}/v1/sessions/${id}/link
`);
  await requestSignIn(tryout.service.application, { email: EXAMPLE_COACH });
  return tryout.stop;
}
