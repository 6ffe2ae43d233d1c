import type { ClusterCredentialsInput } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AddClusterFields } from './AddClusterFields';

/** The credentials as the API takes them. */
export function credentialsOf(
  fields: AddClusterFields,
): ClusterCredentialsInput {
  if (fields.method === 'kubeconfig')
    return {
      type: 'kubeconfig',
      kubeconfig: fields.kubeconfig,
      context: fields.context || undefined,
    };
  return {
    type: 'token',
    server: fields.server.trim(),
    certificateAuthority: fields.certificateAuthority.trim() || undefined,
    tlsServerName: fields.tlsServerName.trim() || undefined,
    token: fields.token.trim(),
  };
}
