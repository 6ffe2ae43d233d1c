// Has to come before @peculiar/x509.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
let serial = 1;

/** A certificate with its key, both PEM. */
export interface Pair {
  certificate: string;
  privateKey: string;
}

async function toPem(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  const base64 = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
}

/** A certificate authority for one test. */
export async function createCa(options: { expired?: boolean } = {}) {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const validity = (expired = false) => ({
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + (expired ? -DAY_MS : 30 * DAY_MS)),
  });
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `0${serial++}`,
    name: `CN=Test CA ${serial}`,
    ...validity(options.expired),
    signingAlgorithm: ALGORITHM,
    keys: keys as CryptoKeyPair,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return {
    certificate: `${ca.toString('pem')}\n`,
    privateKey: await toPem(keys.privateKey as CryptoKey),
    async issue(leaf: {
      commonName: string;
      dns?: string[];
      ips?: string[];
      expired?: boolean;
    }): Promise<Pair> {
      const leafKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, [
        'sign',
        'verify',
      ]);
      const names = [
        ...(leaf.dns ?? []).map(value => ({ type: 'dns' as const, value })),
        ...(leaf.ips ?? []).map(value => ({ type: 'ip' as const, value })),
      ];
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: `0${serial++}`,
        subject: `CN=${leaf.commonName}`,
        issuer: ca.subject,
        ...validity(leaf.expired),
        signingAlgorithm: ALGORITHM,
        publicKey: leafKeys.publicKey as CryptoKey,
        signingKey: keys.privateKey as CryptoKey,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          ...(names.length > 0
            ? [new x509.SubjectAlternativeNameExtension(names)]
            : []),
        ],
      });
      return {
        certificate: `${certificate.toString('pem')}\n`,
        privateKey: await toPem(leafKeys.privateKey as CryptoKey),
      };
    },
  };
}
