/** What each purpose is called in the cluster, with the role of examples/kubernetes/portal-access.yaml. */
const ROLES = {
  read: ['flux-orchestrator-view', 'backstage-fluxcd-view'],
  act: ['flux-orchestrator-operate', 'backstage-fluxcd-operate'],
} as const;

/** The manifest that lets an identity look at Flux in a cluster, or act on it; its user there is its object id. */
export function roleBinding(
  purpose: keyof typeof ROLES,
  objectId: string,
): string {
  const [name, role] = ROLES[purpose];
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    `  name: ${name}`,
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    `  name: ${role}`,
    'subjects:',
    '  - apiGroup: rbac.authorization.k8s.io',
    '    kind: User',
    `    name: ${objectId}`,
    '',
  ].join('\n');
}
