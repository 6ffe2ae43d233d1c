import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const YEARS_MS = 10 * 365 * 24 * 3600 * 1000;
const CA_NAME = 'CN=azure-sim CA';

export interface Certificates {
  caPem: string;
  /** Of the loopback server, PEM. */
  cert: string;
  key: string;
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>;

async function certify(options: {
  subject: string;
  keys: webcrypto.CryptoKeyPair;
  signer: webcrypto.CryptoKeyPair;
  extensions: any[];
}): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    subject: options.subject,
    issuer: CA_NAME,
    // Backdated a little, for clients whose clock is behind.
    notBefore: new Date(Date.now() - 3600_000),
    notAfter: new Date(Date.now() + YEARS_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: options.keys.publicKey as any,
    signingKey: options.signer.privateKey as any,
    extensions: options.extensions,
  });
  return `${certificate.toString('pem')}\n`;
}

async function generate(): Promise<Certificates> {
  cryptoProvider.set(webcrypto as any);
  const signer = await makeKeys();
  const caPem = await certify({
    subject: CA_NAME,
    keys: signer,
    signer,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  const keys = await makeKeys();
  const cert = await certify({
    subject: 'CN=azure-sim',
    keys,
    signer,
    extensions: [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    caPem,
    cert,
    key: `${PemConverter.encode(der, 'PRIVATE KEY')}\n`,
  };
}

/** A CA with the certificate of a loopback server; with a folder they are kept there. The CA's key is never kept. */
export async function certificates(folder?: string): Promise<Certificates> {
  const file = folder && join(folder, 'azure-sim.certificates.json');
  if (file && existsSync(file)) {
    return JSON.parse(readFileSync(file, 'utf8'));
  }
  const made = await generate();
  if (file) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return made;
}
