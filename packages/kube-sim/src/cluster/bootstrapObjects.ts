import type { KubeObject } from '../store/ObjectStore';

const RBAC = 'rbac.authorization.k8s.io/v1';
const FLUX_GROUPS = [
  'kustomize.toolkit.fluxcd.io',
  'helm.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'source.extensions.fluxcd.io',
  'image.toolkit.fluxcd.io',
  'notification.toolkit.fluxcd.io',
  'fluxcd.controlplane.io',
];
const READ = ['get', 'list', 'watch'];

function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function role(name: string, rules: unknown[]): KubeObject {
  return { apiVersion: RBAC, kind: 'ClusterRole', metadata: { name }, rules };
}

function binding(name: string, roleName: string, subjects: any[]): KubeObject {
  return {
    apiVersion: RBAC,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: roleName,
    },
    subjects: subjects.map(subject => ({
      ...(subject.kind === 'ServiceAccount'
        ? {}
        : { apiGroup: 'rbac.authorization.k8s.io' }),
      ...subject,
    })),
  };
}

function serviceAccount(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'backstage' },
  };
}

const AUTHENTICATED = { kind: 'Group', name: 'system:authenticated' };
const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** What every cluster holds before anything is put into it: namespaces, roles and the identities of tests. */
export function bootstrapObjects(): KubeObject[] {
  return [
    ...['default', 'kube-system', 'kube-public', 'backstage'].map(namespace),
    serviceAccount('fluxcd'),
    serviceAccount('viewer'),
    role('cluster-admin', [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]),
    role('system:basic-user', [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      {
        verbs: ['create'],
        apiGroups: ['authentication.k8s.io'],
        resources: ['selfsubjectreviews'],
      },
    ]),
    role('system:discovery', [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/api',
          '/api/*',
          '/apis',
          '/apis/*',
          '/healthz',
          '/livez',
          '/openapi',
          '/openapi/*',
          '/readyz',
          '/version',
          '/version/',
        ],
      },
    ]),
    role('system:public-info-viewer', [
      { verbs: ['get'], nonResourceURLs: HEALTH },
    ]),
    role('backstage-fluxcd', [
      { verbs: [...READ, 'patch'], apiGroups: FLUX_GROUPS, resources: ['*'] },
      {
        verbs: READ,
        apiGroups: ['apps'],
        resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
      },
      {
        verbs: ['patch'],
        apiGroups: ['apps'],
        resources: ['deployments', 'statefulsets', 'daemonsets'],
      },
      {
        verbs: READ,
        apiGroups: ['batch'],
        resources: ['jobs', 'cronjobs'],
      },
      {
        verbs: READ,
        apiGroups: ['autoscaling'],
        resources: ['horizontalpodautoscalers'],
      },
      {
        verbs: READ,
        apiGroups: ['networking.k8s.io', 'policy'],
        resources: ['ingresses', 'networkpolicies', 'poddisruptionbudgets'],
      },
      {
        verbs: READ,
        apiGroups: [''],
        resources: [
          'configmaps',
          'events',
          'namespaces',
          'persistentvolumeclaims',
          'pods',
          'serviceaccounts',
          'services',
        ],
      },
      { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] },
      { verbs: ['delete'], apiGroups: [''], resources: ['pods'] },
      {
        verbs: READ,
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions'],
      },
    ]),
    // The two that the portal's own bindings name, as examples/kubernetes/portal-access.yaml has them in short.
    role('backstage-fluxcd-view', [
      { verbs: READ, apiGroups: FLUX_GROUPS, resources: ['*'] },
      { verbs: ['list'], apiGroups: [''], resources: ['events'] },
      {
        verbs: ['list', 'watch'],
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions'],
      },
      { verbs: ['list'], apiGroups: ['apps'], resources: ['deployments'] },
    ]),
    role('backstage-fluxcd-operate', [
      { verbs: ['patch'], apiGroups: FLUX_GROUPS, resources: ['*'] },
    ]),
    role('backstage-flux-viewer', [
      { verbs: READ, apiGroups: FLUX_GROUPS, resources: ['*'] },
    ]),
    binding('cluster-admin', 'cluster-admin', [
      { kind: 'Group', name: 'system:masters' },
    ]),
    binding('system:basic-user', 'system:basic-user', [AUTHENTICATED]),
    binding('system:discovery', 'system:discovery', [AUTHENTICATED]),
    binding('system:public-info-viewer', 'system:public-info-viewer', [
      AUTHENTICATED,
      { kind: 'Group', name: 'system:unauthenticated' },
    ]),
    binding('backstage-fluxcd', 'backstage-fluxcd', [
      { kind: 'ServiceAccount', name: 'fluxcd', namespace: 'backstage' },
    ]),
    binding('backstage-flux-viewer', 'backstage-flux-viewer', [
      { kind: 'ServiceAccount', name: 'viewer', namespace: 'backstage' },
    ]),
  ];
}
