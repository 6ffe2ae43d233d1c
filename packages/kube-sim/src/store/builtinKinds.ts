import type { Kind, KindSubresource } from './Kind';

const ALL = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const RW = ['get', 'patch', 'update'];

/**
 * Flags: N namespaced, S status, X scale, G generation, V virtual (create only), A in the category "all".
 */
const TABLE: Array<[string, string, string, string, string, string]> = [
  // group, versions, kind, plural, short names, flags
  ['', 'v1', 'Binding', 'bindings', '', 'NV'],
  ['', 'v1', 'ConfigMap', 'configmaps', 'cm', 'N'],
  ['', 'v1', 'Endpoints', 'endpoints', 'ep', 'N'],
  ['', 'v1', 'Event', 'events', 'ev', 'N'],
  ['', 'v1', 'LimitRange', 'limitranges', 'limits', 'N'],
  ['', 'v1', 'Namespace', 'namespaces', 'ns', 'S'],
  ['', 'v1', 'Node', 'nodes', 'no', 'S'],
  ['', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'pvc', 'NS'],
  ['', 'v1', 'PersistentVolume', 'persistentvolumes', 'pv', 'S'],
  ['', 'v1', 'Pod', 'pods', 'po', 'NSGA'],
  ['', 'v1', 'ResourceQuota', 'resourcequotas', 'quota', 'NS'],
  ['', 'v1', 'Secret', 'secrets', '', 'N'],
  ['', 'v1', 'ServiceAccount', 'serviceaccounts', 'sa', 'N'],
  ['', 'v1', 'Service', 'services', 'svc', 'NSA'],
  ['apps', 'v1', 'ControllerRevision', 'controllerrevisions', '', 'N'],
  ['apps', 'v1', 'DaemonSet', 'daemonsets', 'ds', 'NSGA'],
  ['apps', 'v1', 'Deployment', 'deployments', 'deploy', 'NSXGA'],
  ['apps', 'v1', 'ReplicaSet', 'replicasets', 'rs', 'NSXGA'],
  ['apps', 'v1', 'StatefulSet', 'statefulsets', 'sts', 'NSXGA'],
  [
    'authentication.k8s.io',
    'v1',
    'SelfSubjectReview',
    'selfsubjectreviews',
    '',
    'V',
  ],
  ['authentication.k8s.io', 'v1', 'TokenReview', 'tokenreviews', '', 'V'],
  [
    'authorization.k8s.io',
    'v1',
    'LocalSubjectAccessReview',
    'localsubjectaccessreviews',
    '',
    'NV',
  ],
  [
    'authorization.k8s.io',
    'v1',
    'SelfSubjectAccessReview',
    'selfsubjectaccessreviews',
    '',
    'V',
  ],
  [
    'authorization.k8s.io',
    'v1',
    'SelfSubjectRulesReview',
    'selfsubjectrulesreviews',
    '',
    'V',
  ],
  [
    'authorization.k8s.io',
    'v1',
    'SubjectAccessReview',
    'subjectaccessreviews',
    '',
    'V',
  ],
  [
    'autoscaling',
    'v2 v1',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    'hpa',
    'NSA',
  ],
  ['batch', 'v1', 'CronJob', 'cronjobs', 'cj', 'NSGA'],
  ['batch', 'v1', 'Job', 'jobs', '', 'NSGA'],
  ['networking.k8s.io', 'v1', 'Ingress', 'ingresses', 'ing', 'NSG'],
  ['networking.k8s.io', 'v1', 'IngressClass', 'ingressclasses', '', 'G'],
  [
    'networking.k8s.io',
    'v1',
    'NetworkPolicy',
    'networkpolicies',
    'netpol',
    'NG',
  ],
  ['policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'pdb', 'NSG'],
  [
    'rbac.authorization.k8s.io',
    'v1',
    'ClusterRoleBinding',
    'clusterrolebindings',
    '',
    '',
  ],
  ['rbac.authorization.k8s.io', 'v1', 'ClusterRole', 'clusterroles', '', ''],
  ['rbac.authorization.k8s.io', 'v1', 'RoleBinding', 'rolebindings', '', 'N'],
  ['rbac.authorization.k8s.io', 'v1', 'Role', 'roles', '', 'N'],
  ['storage.k8s.io', 'v1', 'StorageClass', 'storageclasses', 'sc', ''],
  [
    'apiextensions.k8s.io',
    'v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    'crd crds',
    'SG',
  ],
  ['scheduling.k8s.io', 'v1', 'PriorityClass', 'priorityclasses', 'pc', 'G'],
  ['coordination.k8s.io', 'v1', 'Lease', 'leases', '', 'N'],
  ['discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices', '', 'NG'],
];

/** Subresources beyond status and scale. */
const MORE: Record<string, KindSubresource[]> = {
  Namespace: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  Pod: [
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    {
      name: 'eviction',
      kind: 'Eviction',
      group: 'policy',
      version: 'v1',
      verbs: ['create'],
    },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
  ],
  ServiceAccount: [
    {
      name: 'token',
      kind: 'TokenRequest',
      group: 'authentication.k8s.io',
      version: 'v1',
      verbs: ['create'],
    },
  ],
};

function subresources(kind: string, flags: string): KindSubresource[] {
  const found = [...(MORE[kind] ?? [])];
  if (flags.includes('X')) {
    found.push({
      name: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: RW,
    });
  }
  if (flags.includes('S')) {
    found.push({ name: 'status', kind, verbs: RW });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function verbs(kind: string, flags: string): string[] {
  if (flags.includes('V')) {
    return ['create'];
  }
  // A namespace cannot be deleted as part of a collection.
  return kind === 'Namespace'
    ? ALL.filter(verb => verb !== 'deletecollection')
    : ALL;
}

/** The kinds that every cluster serves without a CRD. */
export const builtinKinds: Kind[] = TABLE.map(
  ([group, versions, kind, plural, shortNames, flags]) => ({
    group,
    kind,
    plural,
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    namespaced: flags.includes('N'),
    shortNames: shortNames ? shortNames.split(' ') : [],
    categories: flags.includes('A') ? ['all'] : [],
    versions: versions.split(' ').map(version => ({ version })),
    verbs: verbs(kind, flags),
    subresources: subresources(kind, flags),
    custom: false,
    hasGeneration: flags.includes('G'),
    virtual: flags.includes('V'),
  }),
);
