import { clusterNameSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AddClusterFields } from './AddClusterFields';

/** A field that is not right, and the text that says why (below `clusters.add`). */
export type FieldErrors = Partial<
  Record<
    keyof AddClusterFields,
    | 'kubeconfig.missing'
    | 'context.missing'
    | 'token.serverInvalid'
    | 'token.tokenMissing'
    | 'name.invalid'
  >
>;

function isHttpsUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** What can be told wrong without asking the server. The backend checks everything again. */
export function validateFields(fields: AddClusterFields): FieldErrors {
  const errors: FieldErrors = {};
  if (fields.method === 'kubeconfig') {
    if (!fields.kubeconfig.trim()) errors.kubeconfig = 'kubeconfig.missing';
    else if (!fields.context) errors.context = 'context.missing';
  } else {
    if (!isHttpsUrl(fields.server.trim()))
      errors.server = 'token.serverInvalid';
    if (!fields.token.trim()) errors.token = 'token.tokenMissing';
  }
  if (!clusterNameSchema.safeParse(fields.name).success)
    errors.name = 'name.invalid';
  return errors;
}

/** Whether what is needed for a connection test is there. */
export function hasCredentials(errors: FieldErrors): boolean {
  const { name: _, ...credentials } = errors;
  return Object.keys(credentials).length === 0;
}
