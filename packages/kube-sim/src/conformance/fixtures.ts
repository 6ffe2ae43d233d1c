import type { Target } from './Target';

const KS = '/apis/kustomize.toolkit.fluxcd.io/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** A Kustomization that controllers leave alone, because it is suspended. */
export function kustomization(
  name: string,
  labels?: Record<string, string>,
): any {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, ...(labels ? { labels } : {}) },
    spec: {
      interval: '10m',
      path: './app',
      prune: true,
      suspend: true,
      sourceRef: { kind: 'GitRepository', name: 'none' },
    },
  };
}

export function deployment(name: string): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            { name: 'app', image: 'app:1.0', env: [{ name: 'A', value: '1' }] },
          ],
        },
      },
    },
  };
}

export function configMap(name: string, labels?: Record<string, string>): any {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(labels ? { labels } : {}) },
    data: { k: 'v' },
  };
}

/** Paths of collections in the namespace of a run. */
export function paths(
  namespace: string,
): Record<
  'kustomizations' | 'configmaps' | 'deployments' | 'pods' | 'secrets',
  string
> {
  return {
    kustomizations: `${KS}/namespaces/${namespace}/kustomizations`,
    configmaps: `/api/v1/namespaces/${namespace}/configmaps`,
    deployments: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    pods: `/api/v1/namespaces/${namespace}/pods`,
    secrets: `/api/v1/namespaces/${namespace}/secrets`,
  };
}

const POLL_MS = 50;
const GONE_MS = 60_000;

/** Deletes an object whatever holds it, and waits until it is gone. */
export async function remove(target: Target, path: string): Promise<void> {
  const end = Date.now() + GONE_MS;
  for (;;) {
    const { status } = await target.ask({
      method: 'DELETE',
      path: `${path}?gracePeriodSeconds=0`,
    });
    if (status === 404) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`${path} did not go away`);
    }
    await target.ask({
      method: 'PATCH',
      path,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { finalizers: null } },
    });
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Makes an object anew, with nothing left of an earlier one of that name. */
export async function fresh(
  target: Target,
  collection: string,
  object: any,
): Promise<any> {
  await remove(target, `${collection}/${object.metadata.name}`);
  return target.must({ method: 'POST', path: collection, body: object });
}

function rbac(namespace: string): any[] {
  const group = 'rbac.authorization.k8s.io';
  const role = (name: string, rules: any[]) => ({
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata: { name: `${namespace}-${name}` },
    rules,
  });
  const bind = (
    name: string,
    subjects: any[],
    kind = 'ClusterRoleBinding',
  ) => ({
    apiVersion: `${group}/v1`,
    kind,
    metadata: {
      name: `${namespace}-${name}`,
      ...(kind === 'RoleBinding' ? { namespace } : {}),
    },
    roleRef: {
      apiGroup: group,
      kind: 'ClusterRole',
      name: `${namespace}-${name}`,
    },
    subjects,
  });
  const jane = { kind: 'User', name: 'jane', apiGroup: group };
  return [
    role('view', [
      {
        apiGroups: ['kustomize.toolkit.fluxcd.io'],
        resources: ['kustomizations'],
        verbs: ['get', 'list', 'watch'],
      },
    ]),
    bind('view', [jane]),
    role('viewer', [
      {
        apiGroups: ['kustomize.toolkit.fluxcd.io'],
        resources: ['kustomizations'],
        verbs: ['get', 'list', 'watch'],
      },
    ]),
    bind(
      'viewer',
      [{ kind: 'ServiceAccount', name: 'viewer', namespace }],
      'RoleBinding',
    ),
    role('imp', [
      {
        apiGroups: [''],
        resources: ['users'],
        verbs: ['impersonate'],
        resourceNames: ['jane'],
      },
      {
        apiGroups: [''],
        resources: ['groups'],
        verbs: ['impersonate'],
        resourceNames: ['team-a'],
      },
      {
        apiGroups: ['authentication.k8s.io'],
        resources: ['userextras/reason'],
        verbs: ['impersonate'],
      },
    ]),
    bind('imp', [{ kind: 'ServiceAccount', name: 'imp', namespace }]),
  ];
}

function collectionOf(object: any): string {
  const plural = `${object.kind.toLowerCase()}s`;
  return object.metadata.namespace
    ? `${RBAC}/namespaces/${object.metadata.namespace}/${plural}`
    : `${RBAC}/${plural}`;
}

/** The objects that rows find in the namespace of a run. */
function objects(): Array<[keyof ReturnType<typeof paths>, any]> {
  const team = ['blue', 'red', 'blue', 'red', 'blue'];
  return [
    ['kustomizations', kustomization('one')],
    ...team.map((name, i): [any, any] => [
      'kustomizations',
      kustomization(`kz-${i}`, { app: 'kz', team: name }),
    ]),
    ['kustomizations', kustomization('kz-later', { app: 'kz' })],
    ...[0, 1, 2, 3, 4, 5, 6].map((i): [any, any] => [
      'configmaps',
      configMap(`list-${i}`, {
        app: 'list',
        n: String(i),
        tier: i % 2 ? 'a' : 'b',
      }),
    ]),
    ['configmaps', configMap('one')],
    [
      'secrets',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'sec' },
        stringData: { a: 'b' },
      },
    ],
    ['deployments', deployment('web')],
  ];
}

/** Makes the namespace of a run with its identities and objects. */
export async function setUp(target: Target): Promise<void> {
  const { namespace } = target;
  await target.must({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    },
  });
  for (const name of ['viewer', 'nobody', 'imp']) {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await target.must({
      method: 'POST',
      path,
      body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
    });
    const { status } = await target.must({
      method: 'POST',
      path: `${path}/${name}/token`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600 },
      },
    });
    target.tokens[name] = status.token;
  }
  for (const object of rbac(namespace)) {
    await target.must({
      method: 'POST',
      path: collectionOf(object),
      body: object,
    });
  }
  for (const [collection, object] of objects()) {
    await target.must({
      method: 'POST',
      path: paths(namespace)[collection],
      body: object,
    });
  }
}

/** Removes everything that `setUp` and the rows made. */
export async function tearDown(target: Target): Promise<void> {
  const { namespace } = target;
  for (const object of rbac(namespace)) {
    await target.ask({
      method: 'DELETE',
      path: `${collectionOf(object)}/${object.metadata.name}`,
    });
  }
  // Rows leave finalizers behind that nobody else would remove.
  const { items = [] } = (
    await target.ask({ path: paths(namespace).kustomizations })
  ).body;
  for (const { metadata } of items) {
    await remove(target, `${paths(namespace).kustomizations}/${metadata.name}`);
  }
  await target.ask({
    method: 'DELETE',
    path: `/api/v1/namespaces/${namespace}`,
  });
}
