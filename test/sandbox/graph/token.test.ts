import 'reflect-metadata';
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, createTenant, requestToken, SCOPE, TENANT, type TestTenant } from './tenant.ts';

const ADDRESS = `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
const KEY = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

interface Signer {
  pem: string;
  thumbprint: (digest: 'sha1' | 'sha256') => string;
  key: webcrypto.CryptoKey;
}

async function createSigner(): Promise<Signer> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=sandbox test',
    keys,
    signingAlgorithm: KEY,
  });
  const raw = Buffer.from(certificate.rawData);
  return {
    pem: certificate.toString('pem'),
    thumbprint: (digest) => createHash(digest).update(raw).digest('base64url'),
    key: keys.privateKey,
  };
}

const secretForm = (secret: string) => ({
  grant_type: 'client_credentials',
  client_id: CLIENT,
  scope: SCOPE,
  client_secret: secret,
});

let registered: Signer;
let stranger: Signer;
beforeAll(async () => {
  [registered, stranger] = await Promise.all([createSigner(), createSigner()]);
});

async function assertion(
  tenant: TestTenant,
  signer: Signer,
  { named = registered, audience = ADDRESS, ageSeconds = 0 } = {},
): Promise<Record<string, string>> {
  const issued = Math.floor(tenant.clock.now.getTime() / 1000) - ageSeconds;
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', 'x5t#S256': named.thumbprint('sha256') })
    .setIssuer(CLIENT)
    .setSubject(CLIENT)
    .setAudience(audience)
    .setJti(randomUUID())
    .setNotBefore(issued)
    .setExpirationTime(issued + 300)
    .sign(signer.key);
  return {
    grant_type: 'client_credentials',
    client_id: CLIENT,
    scope: SCOPE,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jwt,
  };
}

const withCertificate = () => createTenant({ app: { clientId: CLIENT, certificate: registered.pem } });

describe('the token endpoint', () => {
  it('gives a bearer token for the secret', async () => {
    const tenant = await createTenant();
    const response = await requestToken(tenant.app, secretForm(tenant.secret));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['an unknown app', { client_id: randomUUID() }, 400, 'unauthorized_client', 700016],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['a single scope', { scope: 'User.Read.All' }, 400, 'invalid_scope', 1002012],
  ])('refuses %s', async (_what, change, status, error, number) => {
    const tenant = await createTenant();
    const response = await requestToken(tenant.app, { ...secretForm(tenant.secret), ...change });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ error, error_codes: [number] });
    expect(response.json<{ error_description: string }>().error_description).toMatch(/^AADSTS\d+: /);
  });

  it('refuses an unknown tenant', async () => {
    const tenant = await createTenant();
    const response = await requestToken(tenant.app, secretForm(tenant.secret), randomUUID());
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error_codes: [90002] });
  });

  it('takes an assertion signed with the key of the registered certificate', async () => {
    const tenant = await withCertificate();
    const response = await requestToken(tenant.app, await assertion(tenant, registered));
    expect(response.statusCode).toBe(200);
  });

  it('refuses an assertion that another key signed', async () => {
    const tenant = await withCertificate();
    const response = await requestToken(tenant.app, await assertion(tenant, stranger));
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
  });

  it('refuses an assertion that names another certificate, another audience or is too old', async () => {
    const tenant = await withCertificate();
    const numbers = [];
    for (const options of [
      { named: stranger },
      { audience: 'https://login.example/token' },
      { ageSeconds: 900 },
    ]) {
      const response = await requestToken(tenant.app, await assertion(tenant, registered, options));
      expect(response.statusCode).toBe(401);
      numbers.push(response.json<{ error_codes: number[] }>().error_codes[0]);
    }
    expect(numbers).toEqual([700027, 700027, 700024]);
  });
});

describe('a bearer token', () => {
  it('is needed, must be known, and ends', async () => {
    const tenant = await createTenant();
    const url = `/v1.0/users/${randomUUID()}`;
    for (const authorization of ['', 'Bearer invented']) {
      const answer = await tenant.graph('GET', url, undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
    }
    expect((await tenant.graph('GET', url)).status).toBe(404);
    tenant.clock.now = new Date(tenant.clock.now.getTime() + 3_600_000);
    expect((await tenant.graph('GET', url)).status).toBe(401);
  });
});
