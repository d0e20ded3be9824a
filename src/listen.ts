import type { FastifyInstance } from 'fastify';
import { ConfigError } from './config.ts';

const remedies: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) => `${port} is taken on ${host}. Choose another, or 0 for any.`,
  EACCES: (_host, port) => `${port} needs more rights than this process has. Choose one above 1023.`,
};
const notOurs: Readonly<Record<string, true>> = { EADDRNOTAVAIL: true, ENOTFOUND: true, EAI_AGAIN: true };

/**
 * Lets an app listen, and gives its address.
 *
 * @param variable What the port is configured with, for the complaint.
 * @throws ConfigError where the port is taken or not permitted, or the host is not this machine's.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
  variable: 'PORT' | 'SANDBOX_PORT',
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const remedy = remedies[code];
    if (remedy !== undefined) throw new ConfigError(`${variable}: ${remedy(host, port)}`);
    if (code in notOurs) throw new ConfigError(`HOST: ${host} is not this machine’s.`);
    throw error;
  }
}
