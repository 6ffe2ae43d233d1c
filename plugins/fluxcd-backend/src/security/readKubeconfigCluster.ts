import { InputError } from '@backstage/errors';
import { decodeBase64 } from './decodeBase64';
import { parseCertificateAuthority } from './parseCertificateAuthority';
import { parseServerUrl } from './parseServerUrl';
import { parseTlsServerName } from './parseTlsServerName';
import { refuseFields } from './refuseFields';

const KNOWN = [
  'server',
  'certificate-authority-data',
  'tls-server-name',
  'disable-compression',
  'extensions',
];

const REFUSED: Record<string, string> = {
  'certificate-authority':
    'names a file, and files are not read: embed it as certificate-authority-data ("kubectl config view --raw --flatten" does that)',
  'proxy-url': 'is not supported: requests go to the server directly',
};

/** The `cluster` part of a kubeconfig, by allow-list. */
export function readKubeconfigCluster(
  cluster: Record<string, unknown>,
  path: string,
  now: Date,
): { server: string; certificateAuthority?: string; tlsServerName?: string } {
  const { 'insecure-skip-tls-verify': insecure, ...rest } = cluster;
  if (insecure !== undefined && insecure !== 'false') {
    throw new InputError(
      `${path}.insecure-skip-tls-verify is refused: give the server's certificate authority as certificate-authority-data`,
    );
  }
  const fields = refuseFields(rest, path, { known: KNOWN, refused: REFUSED });
  const authority = fields['certificate-authority-data'];
  const tlsServerName = fields['tls-server-name'];
  const authorityPath = `${path}.certificate-authority-data`;
  return {
    server: parseServerUrl(fields.server ?? '', `${path}.server`),
    certificateAuthority: authority
      ? parseCertificateAuthority(
          decodeBase64(authority, authorityPath),
          authorityPath,
          now,
        )
      : undefined,
    tlsServerName: tlsServerName
      ? parseTlsServerName(tlsServerName, `${path}.tls-server-name`)
      : undefined,
  };
}
