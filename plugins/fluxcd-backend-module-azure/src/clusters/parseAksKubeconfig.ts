import { X509Certificate } from 'node:crypto';
import { MAX_KUBECONFIG_LENGTH } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { UnusableAnswerError } from './UnusableAnswerError';

const MAX_DEPTH = 20;
const BASE64 = /^[A-Za-z0-9+/\s]+=*\s*$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CERTIFICATE =
  /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY =
  /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END (?:RSA |EC )?PRIVATE KEY-----/;

/** What is taken from a kubeconfig that Azure made; the rest, the command it names above all, is thrown away. */
export interface AksKubeconfig {
  /** `https://…` URL of the API server. */
  server: string;
  /** PEM. */
  certificateAuthority: string;
  /** Of a cluster with Entra: the audience of its tokens, as the command would have asked for it. */
  serverAppId?: string;
  /** The tenant that the command would have signed in to, in lower case. */
  tenantId?: string;
  /** Of a cluster without Entra: its own account. */
  client?: { certificate: string; privateKey: string; expiresAt: string };
}

/**
 * Reads the one context of a kubeconfig from Azure. It is parsed into strings, lists and mappings only; aliases are
 * refused. Fails with UnusableAnswerError.
 */
export function parseAksKubeconfig(text: string): AksKubeconfig {
  const document = parse(text);
  const cluster = onlyEntry(document, 'clusters', 'cluster');
  const user = onlyEntry(document, 'users', 'user');
  const server = readText(cluster.server);
  if (!server || !/^https:\/\/[^\s\\@?#]+$/i.test(server)) {
    throw unusable('its server is not an https:// address');
  }
  const authority = decode(
    cluster['certificate-authority-data'],
    'certificate-authority-data',
  );
  const args = readArguments(user.exec);
  return {
    server,
    certificateAuthority: readCertificates(
      authority,
      'certificate-authority-data',
    ).pem,
    serverAppId: readGuid(args.get('--server-id')),
    tenantId: readGuid(args.get('--tenant-id')),
    client: readClient(user),
  };
}

function unusable(why: string): UnusableAnswerError {
  return new UnusableAnswerError(
    `The kubeconfig that Azure sent cannot be used: ${why}.`,
  );
}

function parse(text: string): Record<string, unknown> {
  if (text.length > MAX_KUBECONFIG_LENGTH) {
    throw unusable('it is too long');
  }
  let document: unknown;
  try {
    document = load(text, {
      schema: FAILSAFE_SCHEMA,
      maxAliases: 0,
      maxDepth: MAX_DEPTH,
    });
  } catch {
    // The parser's messages quote the text, which may hold a key.
    throw unusable('it is not valid YAML');
  }
  if (!isMapping(document)) {
    throw unusable('it is not a mapping');
  }
  return document;
}

function onlyEntry(
  document: Record<string, unknown>,
  list: string,
  field: string,
): Record<string, unknown> {
  const entries = document[list];
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const entry = isMapping(first) ? first[field] : undefined;
  if (!Array.isArray(entries) || entries.length !== 1 || !isMapping(entry)) {
    throw unusable(`its ${list} are not exactly one`);
  }
  return entry;
}

/** `--name value` pairs of the command; nothing of it is ever run. */
function readArguments(exec: unknown): Map<string, string> {
  const args = isMapping(exec) && Array.isArray(exec.args) ? exec.args : [];
  const texts = args.map(readText);
  const pairs = new Map<string, string>();
  texts.forEach((name, i) => {
    const value = texts[i + 1];
    if (name?.startsWith('--') && value) pairs.set(name, value);
  });
  return pairs;
}

function readClient(user: Record<string, unknown>): AksKubeconfig['client'] {
  if (user['client-certificate-data'] === undefined) return undefined;
  const { pem, first } = readCertificates(
    decode(user['client-certificate-data'], 'client-certificate-data'),
    'client-certificate-data',
  );
  const privateKey = PRIVATE_KEY.exec(
    decode(user['client-key-data'], 'client-key-data'),
  )?.[0];
  if (!privateKey) {
    throw unusable('its client-key-data hold no private key');
  }
  return {
    certificate: pem,
    privateKey: `${privateKey}\n`,
    expiresAt: new Date(Date.parse(first.validTo)).toISOString(),
  };
}

function readCertificates(
  text: string,
  field: string,
): { pem: string; first: X509Certificate } {
  const blocks = text.match(CERTIFICATE) ?? [];
  try {
    const [first] = blocks.map(block => new X509Certificate(block));
    if (first) return { pem: `${blocks.join('\n')}\n`, first };
  } catch {
    // Told below.
  }
  throw unusable(`its ${field} are no certificates`);
}

function decode(value: unknown, field: string): string {
  const text = readText(value);
  if (!text || !BASE64.test(text)) {
    throw unusable(`its ${field} are missing or not base64`);
  }
  return Buffer.from(text, 'base64').toString('utf8');
}

function readGuid(value: string | undefined): string | undefined {
  return value && GUID.test(value) ? value.toLowerCase() : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
