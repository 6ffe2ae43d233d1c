// Has to come before @peculiar/x509.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
let serial = 1;

/** A certificate with its key, both PEM. */
export interface ServerCertificate {
  cert: string;
  key: string;
}

/** Signs the certificates of fault proxies. */
export interface CertificateAuthority {
  pem: string;
  issue(leaf?: {
    /** Instead of the loopback address. */
    names?: readonly string[];
    expired?: boolean;
  }): Promise<ServerCertificate>;
}

async function toPem(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

function validity(expired = false) {
  return {
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + (expired ? -DAY_MS : 30 * DAY_MS)),
  };
}

async function makeKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

export async function createCa(): Promise<CertificateAuthority> {
  const keys = await makeKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `0${serial++}`,
    name: `CN=Fleet lab ${serial}`,
    ...validity(),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  return {
    pem: `${ca.toString('pem')}\n`,
    async issue({ names, expired } = {}) {
      const leafKeys = await makeKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: `0${serial++}`,
        subject: 'CN=kube-apiserver',
        issuer: ca.subject,
        ...validity(expired),
        signingAlgorithm: ALGORITHM,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension(
            names?.map(value => ({ type: 'dns' as const, value })) ?? [
              { type: 'ip', value: '127.0.0.1' },
            ],
          ),
        ],
      });
      return {
        cert: `${certificate.toString('pem')}\n`,
        key: await toPem(leafKeys.privateKey),
      };
    },
  };
}
