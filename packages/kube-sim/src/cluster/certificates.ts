import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes, webcrypto } from 'node:crypto';
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

export interface KeyPair {
  cert: string;
  key: string;
}

export interface Certificates {
  ca: KeyPair;
  server: KeyPair;
  /** Client certificate of a member of system:masters. */
  admin: KeyPair;
}

interface Signer {
  keys: CryptoKeyPair;
  name: string;
}
type CryptoKeyPair = webcrypto.CryptoKeyPair;

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

async function issue(options: {
  subject: string;
  signer?: Signer;
  extensions: any[];
}): Promise<KeyPair & { keys: CryptoKeyPair }> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    subject: options.subject,
    issuer: options.signer?.name ?? options.subject,
    // Backdated a little, for clients whose clock is behind.
    notBefore: new Date(Date.now() - 3600_000),
    notAfter: new Date(Date.now() + YEARS_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey as any,
    signingKey: (options.signer?.keys ?? keys).privateKey as any,
    extensions: options.extensions,
  });
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: await exportKey(keys.privateKey),
    keys,
  };
}

async function generate(name: string): Promise<Certificates> {
  cryptoProvider.set(webcrypto as any);
  const caName = `CN=kube-sim ${name} CA`;
  const ca = await issue({
    subject: caName,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  const signer = { keys: ca.keys, name: caName };
  const server = await issue({
    subject: 'CN=kube-apiserver',
    signer,
    extensions: [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'dns', value: 'kubernetes.default.svc' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
  const admin = await issue({
    subject: 'O=system:masters, CN=admin',
    signer,
    extensions: [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])],
  });
  const pair = ({ cert, key }: KeyPair): KeyPair => ({ cert, key });
  return { ca: pair(ca), server: pair(server), admin: pair(admin) };
}

/** The certificates of a cluster; with a folder they are kept there, so that kubeconfigs stay valid. */
export async function certificates(
  name: string,
  folder?: string,
): Promise<Certificates> {
  const file = folder && join(folder, `${name}.certificates.json`);
  if (file && existsSync(file)) {
    return JSON.parse(readFileSync(file, 'utf8'));
  }
  const made = await generate(name);
  if (file) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return made;
}
