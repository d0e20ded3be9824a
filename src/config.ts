import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { misspelling } from './config-names.ts';

const Origin = z.string().transform((text, context) => {
  try {
    return new URL(text).origin;
  } catch {
    context.addIssue({ code: 'custom', message: `Not an address: ${text}` });
    return z.NEVER;
  }
});

/** Comma-separated; empty entries are dropped. */
const List = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const Origins = List.pipe(z.array(Origin));

const Addresses = List.pipe(
  z.array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
      error: 'Addresses or ranges are needed, comma-separated, such as 10.0.0.0/8.',
    }),
  ),
);

/** `id:base64` pairs of 32-byte keys; the first is used for new values, the others only to read old ones. */
const KeyRing = z.string().transform((text, context) =>
  text.split(',').map((pair) => {
    const [id = '', encoded = ''] = pair.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[a-z0-9-]{1,16}$/.test(id) || key.length !== 32) {
      context.addIssue({
        code: 'custom',
        message: 'Each key is an id (a-z, 0-9, -) and 32 bytes in base64: id:base64',
      });
    }
    return { id, key };
  }),
);

const PostgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'An address such as postgres://role:password@host:5432/database is needed.',
});

const smtpNeeded = 'An address such as smtps://user:password@host:465 or smtp://host:587 is needed.';
/** Where mail is handed over. Nothing after the port: an address does not get to loosen the connection. */
const SmtpUrl = z
  .url({ protocol: /^smtps?$/, error: smtpNeeded })
  .regex(/^smtps?:\/\/[^/?#]+\/?$/, { error: smtpNeeded });

const wholeNumber = (min: number, max: number) => {
  const error = `A whole number from ${min} to ${max} is needed.`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

const Environment = z.object({
  DATABASE_URL: PostgresUrl.optional(),
  DATABASE_OWNER_URL: PostgresUrl.optional(),
  SUBROSA_ENCRYPTION_KEYS: KeyRing.optional(),
  SUBROSA_INDEX_KEY: z.base64({ error: '32 bytes in base64 are needed.' }).optional(),
  SUBROSA_VENDOR_ORIGINS: Origins,
  SUBROSA_PUBLIC_URL: Origin.optional(),
  SUBROSA_SMTP_URL: SmtpUrl.optional(),
  SUBROSA_MAIL_FROM: z
    .email({ error: 'One e-mail address is needed, without a name: each practice’s own is shown.' })
    .optional(),
  SUBROSA_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(6_000),
  SUBROSA_TRUSTED_PROXIES: Addresses,
  SUBROSA_QUEUE_PER_CONNECTION: wholeNumber(1, 64).default(4),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4000),
  SANDBOX_PORT: wholeNumber(0, 65_533).default(4010),
  LOG_LEVEL: z.enum(logLevels, { error: `One of ${logLevels.join(', ')} is needed.` }).default('info'),
});

const names = Object.keys(Environment.shape);
/** What means nothing where no database is named: whoever sets it did not mean to try out. */
const onlyWithDatabase = [
  'DATABASE_OWNER_URL',
  'SUBROSA_ENCRYPTION_KEYS',
  'SUBROSA_INDEX_KEY',
  'SUBROSA_SMTP_URL',
  'SUBROSA_MAIL_FROM',
] as const;

/** One key of the key ring: 32 bytes. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** What the process is configured with. */
export interface Config {
  /** Null: nothing is configured, and an embedded server is started for trying out. */
  database: { appUrl: string; ownerUrl: string | null } | null;
  encryptionKeys: EncryptionKey[];
  indexKey: Buffer;
  vendorOrigins: string[];
  /** Where people reach the service: an origin. Null: where it listens. */
  publicUrl: string | null;
  /** The mail server and the address that mail comes from. Null: the organisations' own senders deliver what is due. */
  mail: { url: string; from: string } | null;
  queuePerConnection: number;
  requestsPerMinute: number;
  trustedProxies: string[];
  host: string;
  port: number;
  sandboxPort: number;
  logLevel: string;
}

/** A setting is missing or wrong; the message names it and says what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment: the only place that does. A name that is nearly one of ours is refused, not passed over. Keys must be given wherever a database is, so that data outlives the
 * process; an embedded database for trying out gets keys of its own.
 *
 * @throws ConfigError naming the variable.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  if (environment['DATABASE_URL']?.trim() === '') {
    throw new ConfigError(
      'DATABASE_URL is set but empty. Give it an address, or unset it to try Subrosa out.',
    );
  }
  const given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const misspelt = misspelling(given, names);
  if (misspelt !== undefined) throw new ConfigError(misspelt);
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'wrong'}`);
  }
  const values = parsed.data;
  const alone = onlyWithDatabase.find((name) => values[name] !== undefined);
  if (values.DATABASE_URL === undefined && alone !== undefined) {
    throw new ConfigError(`${alone} is set without DATABASE_URL. Set both, or neither to try Subrosa out.`);
  }
  const database =
    values.DATABASE_URL === undefined
      ? null
      : { appUrl: values.DATABASE_URL, ownerUrl: values.DATABASE_OWNER_URL ?? null };
  if (
    database !== null &&
    (values.SUBROSA_ENCRYPTION_KEYS === undefined || values.SUBROSA_INDEX_KEY === undefined)
  ) {
    throw new ConfigError(
      'With DATABASE_URL, set SUBROSA_ENCRYPTION_KEYS (id:base64 of 32 bytes) and SUBROSA_INDEX_KEY (base64 of 32 bytes).',
    );
  }
  const { SUBROSA_SMTP_URL: smtpUrl, SUBROSA_MAIL_FROM: mailFrom } = values;
  if ((smtpUrl === undefined) !== (mailFrom === undefined)) {
    throw new ConfigError(
      `${smtpUrl === undefined ? 'SUBROSA_SMTP_URL' : 'SUBROSA_MAIL_FROM'} is missing. Set both SUBROSA_SMTP_URL and SUBROSA_MAIL_FROM, or neither.`,
    );
  }
  const indexKey =
    values.SUBROSA_INDEX_KEY === undefined
      ? randomBytes(32)
      : Buffer.from(values.SUBROSA_INDEX_KEY, 'base64');
  if (indexKey.length !== 32) throw new ConfigError('SUBROSA_INDEX_KEY: 32 bytes in base64 are needed.');
  return {
    database,
    encryptionKeys: values.SUBROSA_ENCRYPTION_KEYS ?? [{ id: 'try', key: randomBytes(32) }],
    indexKey,
    vendorOrigins: values.SUBROSA_VENDOR_ORIGINS,
    publicUrl: values.SUBROSA_PUBLIC_URL ?? null,
    mail: smtpUrl === undefined || mailFrom === undefined ? null : { url: smtpUrl, from: mailFrom },
    requestsPerMinute: values.SUBROSA_REQUESTS_PER_MINUTE,
    trustedProxies: values.SUBROSA_TRUSTED_PROXIES,
    queuePerConnection: values.SUBROSA_QUEUE_PER_CONNECTION,
    host: values.HOST,
    port: values.PORT,
    sandboxPort: values.SANDBOX_PORT,
    logLevel: values.LOG_LEVEL,
  };
}

/** The configuration of this process. */
export const configFromProcess = (): Config => readConfig(process.env);
