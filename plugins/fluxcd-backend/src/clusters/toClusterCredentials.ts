import type { ClusterCredentialsInput } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterCredentials } from '../security/ClusterCredentials';
import { Kubeconfig } from '../security/Kubeconfig';
import { parseCertificateAuthority } from '../security/parseCertificateAuthority';
import { parseServerUrl } from '../security/parseServerUrl';
import { parseTlsServerName } from '../security/parseTlsServerName';
import { parseToken } from '../security/parseToken';

/** What a person handed over, checked and reduced. Fails with InputError naming the field. */
export function toClusterCredentials(
  input: ClusterCredentialsInput,
  now = new Date(),
): ClusterCredentials {
  if (input.type === 'kubeconfig') {
    return Kubeconfig.parse(input.kubeconfig).toCredentials(input.context, now);
  }
  const { certificateAuthority, tlsServerName } = input;
  const { token, expiresAt } = parseToken(input.token, 'token', now);
  return {
    server: parseServerUrl(input.server, 'server'),
    auth: { type: 'token', expiresAt },
    secret: {
      token,
      certificateAuthority: certificateAuthority?.trim()
        ? parseCertificateAuthority(
            certificateAuthority,
            'certificateAuthority',
            now,
          )
        : undefined,
      tlsServerName: tlsServerName
        ? parseTlsServerName(tlsServerName, 'tlsServerName')
        : undefined,
    },
  };
}
