import {
  type Resource,
  type ResourceTree,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { resourceId } from '../database/resourceId';
import { InventoryReader } from '../resources/InventoryReader';
import { FakeWorkloadApi } from './FakeWorkloadApi';

const LABELS = {
  'kustomize.toolkit.fluxcd.io/name': 'shop',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};

/** The Kustomization that all of these tests look at. */
export const SHOP: Resource = {
  id: resourceId({
    clusterId: 'c1',
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: 'shop',
  }),
  clusterId: 'c1',
  clusterName: 'prod',
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'shop',
  uid: 'uid-shop',
  status: 'ready',
  stalled: false,
  retrying: false,
  suspended: false,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
};

export function aKustomization(ids: string[], spec: object = {}) {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'shop', namespace: 'flux-system', uid: 'uid-shop' },
    spec,
    status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
  };
}

const owner = (apiVersion: string, kind: string, name: string, uid = name) => [
  { apiVersion, kind, name, uid, controller: true },
];

export function aDeployment(
  name: string,
  rest: { ready?: number; spec?: object } = {},
) {
  const { ready = 2, spec } = rest;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels: LABELS },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      ...spec,
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  };
}

export function aReplicaSet(name: string, deployment: string, uid?: string) {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'shop',
      labels: { app: deployment },
      ownerReferences: owner('apps/v1', 'Deployment', deployment, uid),
    },
    spec: {},
    status: {},
  };
}

export function aPod(
  name: string,
  rest: {
    app?: string;
    replicaSet?: string;
    status?: object;
    metadata?: object;
  } = {},
) {
  const { app = 'cart', replicaSet, status, metadata } = rest;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      labels: { app },
      ...(replicaSet && {
        ownerReferences: owner('apps/v1', 'ReplicaSet', replicaSet),
      }),
      ...metadata,
    },
    spec: {
      nodeName: 'node-1',
      containers: [
        {
          name: 'app',
          image: 'shop/cart:1',
          env: [{ name: 'KEY', value: 'canary' }],
        },
        { name: 'sidecar' },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'app', ready: true, restartCount: 0, state: { running: {} } },
      ],
      ...status,
    },
  };
}

export const anObject = (
  kind: string,
  name: string,
  labels: object = LABELS,
) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop', labels },
});

/** A cluster with the Kustomization `shop` and what it manages, and a reader of its inventory. */
export function setupShop(ids: string[], spec: object = {}) {
  const api = new FakeWorkloadApi().add(aKustomization(ids, spec));
  const store = {
    get: async (id: string) => (id === SHOP.id ? SHOP : undefined),
    findVersion: async () => 'v1',
    existing: async (wanted: readonly string[]) => new Set(wanted),
  };
  const connector = { connect: async () => api };
  const inventories = new InventoryReader({ store, connector });
  return { api, store, connector, inventories };
}

export const healthOf = (tree: ResourceTree) =>
  Object.fromEntries(tree.objects.map(o => [`${o.kind}/${o.name}`, o.health]));
