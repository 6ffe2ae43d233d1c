import type { KubeObject } from '@internal/kube-sim';

/** Gives a service principal rights in a cluster: without such an object its token is known there and may do nothing. */
export function bindToObjectId(
  objectId: string,
  /** A ClusterRole; default what the portal needs. */
  role = 'backstage-fluxcd',
): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `azure-${objectId}-${role}` },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: role,
    },
    subjects: [
      {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'User',
        name: objectId,
      },
    ],
  } as KubeObject;
}
