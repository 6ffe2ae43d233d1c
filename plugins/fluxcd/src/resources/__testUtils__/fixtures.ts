import type {
  Connection,
  Operation,
  OperationStep,
  Resource,
  ResourceDetail,
  ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const AT = '2026-01-02T03:04:05.000Z';

/** A healthy Kustomization of the cluster `prod-eu`. */
export function aResource(overrides: Partial<Resource> = {}): Resource {
  return {
    id: 'r-cart',
    clusterId: 'c-eu',
    clusterName: 'prod-eu',
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
    namespace: 'shop',
    name: 'cart',
    uid: 'u-1',
    status: 'ready',
    stalled: false,
    retrying: false,
    suspended: false,
    ready: 'True',
    reason: 'ReconciliationSucceeded',
    message: 'Applied revision: main@sha1:1111111122222222',
    revision: 'main@sha1:1111111122222222',
    statusSince: AT,
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}

export function aConnection(overrides: Partial<Connection> = {}): Connection {
  return { state: 'connected', since: AT, lastContactAt: AT, ...overrides };
}

/** A page of the list whose facets count its own rows. */
export function aList(
  items: Resource[],
  overrides: Partial<ResourceList> = {},
): ResourceList {
  const facet = (value: (r: Resource) => string) => {
    const counts = new Map<string, number>();
    for (const r of items)
      counts.set(value(r), (counts.get(value(r)) ?? 0) + 1);
    return [...counts].map(([v, count]) => ({ value: v, count }));
  };
  return {
    items,
    total: items.length,
    facets: {
      cluster: facet(r => r.clusterId),
      kind: facet(r => r.kind),
      namespace: facet(r => r.namespace),
      status: facet(r => r.status),
    },
    freshness: [
      {
        clusterId: 'c-eu',
        clusterName: 'prod-eu',
        connection: aConnection(),
      },
    ],
    ...overrides,
  };
}

export function aDetail(
  overrides: Partial<ResourceDetail> = {},
): ResourceDetail {
  const resource = overrides.resource ?? aResource();
  return {
    resource,
    live: true,
    freshness: {
      clusterId: resource.clusterId,
      clusterName: resource.clusterName,
      connection: aConnection(),
    },
    conditions: [],
    facts: [],
    dependsOn: [],
    inventory: [],
    history: [],
    labels: {},
    reconcile: { supported: true, withSource: true },
    suspend: { supported: true },
    resume: { supported: false, refusal: 'It is not suspended.' },
    force: { supported: false, refusal: 'It is no HelmRelease.' },
    reset: { supported: false, refusal: 'It is no HelmRelease.' },
    ...overrides,
  };
}

export function aStep(overrides: Partial<OperationStep> = {}): OperationStep {
  return {
    kind: 'Kustomization',
    namespace: 'shop',
    name: 'cart',
    resourceId: 'r-cart',
    state: 'running',
    ...overrides,
  };
}

/** A reconciliation of `aResource()`; `target` says how it stands. */
export function anOperation(
  target: Partial<Operation['targets'][number]> = {},
  overrides: Partial<Operation> = {},
): Operation {
  const state = target.state ?? 'running';
  return {
    id: 'op-1',
    type: 'reconcile',
    withSource: false,
    state,
    targets: [
      {
        resourceId: 'r-cart',
        clusterId: 'c-eu',
        clusterName: 'prod-eu',
        kind: 'Kustomization',
        namespace: 'shop',
        name: 'cart',
        state,
        steps: [aStep()],
        ...target,
      },
    ],
    requestedBy: 'user:default/guest',
    createdAt: AT,
    finishedAt:
      state === 'pending' || state === 'running'
        ? undefined
        : '2026-01-02T03:04:12.000Z',
    ...overrides,
  };
}
