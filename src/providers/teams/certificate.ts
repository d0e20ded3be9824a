// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';
import { exportPKCS8 } from 'jose';
import type { Prepared } from '../../domain/provider.ts';
import type { TeamsCredentials, TeamsGiven } from './settings.ts';

const KEY = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 3072,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** Two years: long enough not to stop sessions by surprise, and `verify` says when it ends. */
const LIFETIME_MS = 2 * 365 * 24 * 3_600_000;

/**
 * Turns what a person handed over into what is stored. For a certificate this makes an RSA key pair and a self-signed
 * certificate for it; only the certificate is handed out, to be uploaded to the app registration.
 */
export async function prepare(given: TeamsGiven): Promise<Prepared<TeamsCredentials>> {
  if (given.kind === 'secret') return { credentials: given, certificate: null };
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const notBefore = new Date();
  const notAfter = new Date(notBefore.getTime() + LIFETIME_MS);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex'),
    name: `CN=Subrosa ${given.clientId}`,
    notBefore,
    notAfter,
    keys,
    signingAlgorithm: KEY,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  });
  const thumbprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('base64url');
  const privateKey = await exportPKCS8(keys.privateKey);
  return {
    credentials: { ...given, privateKey, thumbprint, expiresAt: certificate.notAfter.toISOString() },
    certificate: certificate.toString('pem'),
  };
}
