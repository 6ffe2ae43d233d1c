import type { KubeObject } from '@internal/kube-sim';

const labels = { 'backstage.io/kubernetes-id': 'cart' };

/** What runs in the one cluster of the examples: a service whose source cannot be fetched, with its workload. */
export const exampleCluster: KubeObject[] = [
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: { interval: '1m0s', url: 'https://git.example.com/shop' },
  },
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      interval: '10m0s',
      path: './cart',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'shop' },
    },
    status: {
      inventory: { entries: [{ id: 'shop_cart_apps_Deployment', v: 'v1' }] },
    },
  },
  {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'database', namespace: 'shop', labels },
    spec: {
      interval: '10m0s',
      chartRef: { kind: 'OCIRepository', name: 'database' },
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'cart' } },
      template: {
        metadata: { labels: { app: 'cart' } },
        spec: { containers: [{ name: 'cart', image: 'example.com/cart:1' }] },
      },
    },
  },
];
