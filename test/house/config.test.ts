import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

const key = randomBytes(32).toString('base64');
const whole = {
  DATABASE_URL: `postgres://app:${randomBytes(6).toString('hex')}@db.invalid/subrosa`,
  SUBROSA_ENCRYPTION_KEYS: `first:${key}`,
  SUBROSA_INDEX_KEY: key,
};

const mail = {
  SUBROSA_SMTP_URL: `smtps://app:${randomBytes(6).toString('hex')}@mail.invalid:465`,
  SUBROSA_MAIL_FROM: 'sessions@practice.example',
};

/** What a refused environment is refused with; it never repeats a value. */
function refusalOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    for (const value of Object.values(environment))
      if (value.length > 8) expect(message).not.toContain(value);
    return message;
  }
  throw new Error('It was accepted.');
}

describe('the environment', () => {
  it('is for trying out where nothing is set, and for a database where all is', () => {
    expect(readConfig({}).database).toBeNull();
    expect(readConfig({ PATH: '/bin', NODE_ENV: 'test', POST: 'x', HOSTNAME: 'h' }).database).toBeNull();
    expect(readConfig(whole).database).toEqual({ appUrl: whole.DATABASE_URL, ownerUrl: null });
  });

  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['DATABSAE_URL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['DATABASE_OWNERURL', 'DATABASE_OWNER_URL'],
    ['SUBROSA_ENCRYPTON_KEYS', 'SUBROSA_ENCRYPTION_KEYS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['SANDBOX_PROT', 'SANDBOX_PORT'],
  ])('refuses %s, and asks whether %s is meant', (given, meant) => {
    expect(refusalOf({ [given]: whole.DATABASE_URL })).toBe(
      `${given} is not read. Is ${meant} meant? Rename it, or unset it.`,
    );
  });

  it('leaves alone what is near a name that is set', () => {
    expect(readConfig({ ...whole, DATABASE_URI: 'other' }).database).not.toBeNull();
  });

  it('refuses any other name that begins like ours, and lists those that it knows', () => {
    expect(refusalOf({ ...whole, SUBROSA_MODE: 'production' })).toMatch(
      /^SUBROSA_MODE is no setting.*SUBROSA_ENCRYPTION_KEYS/,
    );
  });

  it('leaves alone what Compose and Kubernetes set for others', () => {
    const others = {
      SUBROSA_OWNER_PASSWORD: 'p',
      SUBROSA_SERVICE_HOST: '10.0.0.1',
      SUBROSA_SERVICE_PORT_HTTP: '4000',
      SUBROSA_PORT: 'tcp://10.0.0.1:4000',
      SUBROSA_PORT_4000_TCP_ADDR: '10.0.0.1',
    };
    expect(readConfig(others).database).toBeNull();
  });

  it.each([{ DATABASE_URL: '' }, { ...whole, DATABASE_URL: ' ' }])(
    'refuses an empty DATABASE_URL',
    (given) => {
      expect(refusalOf(given)).toMatch(/^DATABASE_URL is set but empty/);
    },
  );

  it('has a mail server and the address that mail comes from, both or neither', () => {
    expect(readConfig(whole).mail).toBeNull();
    expect(readConfig({ ...whole, ...mail }).mail).toEqual({
      url: mail.SUBROSA_SMTP_URL,
      from: mail.SUBROSA_MAIL_FROM,
    });
    expect(refusalOf({ ...whole, SUBROSA_SMTP_URL: mail.SUBROSA_SMTP_URL })).toMatch(
      /^SUBROSA_MAIL_FROM is missing/,
    );
    expect(refusalOf({ ...whole, SUBROSA_MAIL_FROM: mail.SUBROSA_MAIL_FROM })).toMatch(
      /^SUBROSA_SMTP_URL is missing/,
    );
  });

  it.each([
    'DATABASE_OWNER_URL',
    'SUBROSA_ENCRYPTION_KEYS',
    'SUBROSA_INDEX_KEY',
    'SUBROSA_SMTP_URL',
    'SUBROSA_MAIL_FROM',
  ])('does not try out where %s says that a database is meant', (name) => {
    const { DATABASE_URL, ...others } = { ...whole, DATABASE_OWNER_URL: whole.DATABASE_URL, ...mail };
    expect(refusalOf({ [name]: others[name as keyof typeof others] })).toMatch(
      new RegExp(`^${name} is set without DATABASE_URL`),
    );
    expect(DATABASE_URL).toBeDefined();
  });

  it.each([
    [
      { ...whole, DATABASE_URL: 'mysql://app:password@db.invalid/subrosa' },
      /^DATABASE_URL: An address such as/,
    ],
    [{ ...whole, SUBROSA_ENCRYPTION_KEYS: `first:${key.slice(8)}` }, /^SUBROSA_ENCRYPTION_KEYS: Each key is/],
    [{ ...whole, SUBROSA_INDEX_KEY: 'not base64!' }, /^SUBROSA_INDEX_KEY: 32 bytes/],
    [
      { ...whole, ...mail, SUBROSA_SMTP_URL: 'https://mail.invalid' },
      /^SUBROSA_SMTP_URL: An address such as/,
    ],
    [
      { ...whole, ...mail, SUBROSA_SMTP_URL: `${mail.SUBROSA_SMTP_URL}?ignoreTLS=true` },
      /^SUBROSA_SMTP_URL: An address such as/,
    ],
    [
      { ...whole, ...mail, SUBROSA_MAIL_FROM: 'A practice <sessions@practice.example>' },
      /^SUBROSA_MAIL_FROM: One e-mail address/,
    ],
    [{ SUBROSA_TRUSTED_PROXIES: 'my-proxy.example' }, /^SUBROSA_TRUSTED_PROXIES.*: Addresses or ranges/],
    [{ SUBROSA_REQUESTS_PER_MINUTE: '0' }, /^SUBROSA_REQUESTS_PER_MINUTE: A whole number from 1/],
    [{ PORT: 'eighty' }, /^PORT: A whole number from 0 to 65535/],
    [{ PORT: '70000' }, /^PORT: A whole number from 0 to 65535/],
    [{ LOG_LEVEL: 'verbose' }, /^LOG_LEVEL: One of fatal, error/],
  ])('names the variable that is wrong and says what is needed: %#', (given, says) => {
    expect(refusalOf(given)).toMatch(says);
  });
});
