import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { InputError } from '@backstage/errors';
import { decodeBase64 } from './decodeBase64';
import { parseClientCertificate } from './parseClientCertificate';
import { parseToken } from './parseToken';
import { refuseFields } from './refuseFields';

const KNOWN = [
  'token',
  'client-certificate-data',
  'client-key-data',
  'extensions',
];

const TOKEN_INSTEAD =
  'use the token of a service account ("kubectl create token") or a client certificate instead';
const FLATTEN =
  'names a file, and files are not read: embed its content ("kubectl config view --raw --flatten" does that)';
const IMPERSONATION =
  'is refused: impersonation is not taken from a kubeconfig';

const REFUSED: Record<string, string> = {
  'auth-provider': `is refused: ${TOKEN_INSTEAD}`,
  tokenFile: FLATTEN,
  'token-file': FLATTEN,
  'client-certificate': FLATTEN,
  'client-key': FLATTEN,
  username: `is refused: API servers no longer take passwords, ${TOKEN_INSTEAD}`,
  password: `is refused: API servers no longer take passwords, ${TOKEN_INSTEAD}`,
  as: IMPERSONATION,
  'as-uid': IMPERSONATION,
  'as-groups': IMPERSONATION,
  'as-user-extra': IMPERSONATION,
};

/** The `user` part of a kubeconfig, by allow-list. */
export function readKubeconfigUser(
  user: Record<string, unknown>,
  path: string,
  now: Date,
): {
  auth: ClusterAuth;
  token?: string;
  certificate?: string;
  privateKey?: string;
} {
  if (user.exec !== undefined) {
    throw new InputError(`${path}.exec is refused: ${explainExec(user.exec)}`);
  }
  const fields = refuseFields(user, path, { known: KNOWN, refused: REFUSED });
  const certificate = fields['client-certificate-data'];
  const key = fields['client-key-data'];
  if (Boolean(certificate) !== Boolean(key)) {
    throw new InputError(
      `${path} must hold both client-certificate-data and client-key-data, or neither`,
    );
  }
  // An API server that is shown both takes the certificate (AKS without Entra hands out both).
  if (certificate && key) {
    const paths = {
      certificate: `${path}.client-certificate-data`,
      privateKey: `${path}.client-key-data`,
    };
    const { expiresAt, ...pair } = parseClientCertificate(
      {
        certificate: decodeBase64(certificate, paths.certificate),
        privateKey: decodeBase64(key, paths.privateKey),
      },
      paths,
      now,
    );
    return { auth: { type: 'client-certificate', expiresAt }, ...pair };
  }
  if (fields.token) {
    const { token, expiresAt } = parseToken(fields.token, `${path}.token`, now);
    return { auth: { type: 'token', expiresAt }, token };
  }
  throw new InputError(
    `${path} must hold a token, or client-certificate-data and client-key-data`,
  );
}

function explainExec(exec: unknown): string {
  const command = (exec as { command?: unknown } | null)?.command;
  const isKubelogin =
    typeof command === 'string' &&
    /(^|[\\/])kubelogin(\.exe)?$/i.test(command.trim());
  return isKubelogin
    ? `this kubeconfig signs in to Azure through kubelogin, and commands are never run: add the cluster with the Azure module (fluxcd-backend-module-azure), or ${TOKEN_INSTEAD}`
    : `commands are never run, ${TOKEN_INSTEAD}`;
}
