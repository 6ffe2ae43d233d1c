import type { KubeObject } from '@internal/kube-sim';

const TIME = '2026-11-20T08:00:00Z';
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1';

const ready = (message = 'Applied revision: main@sha1:beef') => ({
  observedGeneration: 1,
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'Succeeded',
      message,
      lastTransitionTime: TIME,
      observedGeneration: 1,
    },
  ],
});

function kustomization(
  name: string,
  rest: { spec?: object; status?: object },
): KubeObject {
  return {
    apiVersion: KUSTOMIZE,
    kind: 'Kustomization',
    metadata: {
      name,
      namespace: 'apps',
      annotations: { 'example.com/note': 'canary in an annotation' },
    },
    spec: {
      interval: '10m0s',
      path: `./${name}`,
      prune: true,
      sourceRef: {
        kind: 'GitRepository',
        name: 'repo',
        namespace: 'flux-system',
      },
      postBuild: { substitute: { PASSWORD: 'canary-in-a-substitution' } },
      ...rest.spec,
    },
    status: rest.status ?? ready(),
  };
}

/** Flux objects in every state that matters here, with a canary wherever a secret may sit. */
export function makeFluxObjects(): KubeObject[] {
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'repo', namespace: 'flux-system' },
      spec: {
        interval: '1m0s',
        url: 'https://user:canary@git.example.com/repo?token=canary',
      },
      status: ready('stored artifact'),
    },
    kustomization('web', {
      status: {
        ...ready(),
        inventory: {
          entries: [
            { id: 'apps_settings__ConfigMap', v: 'v1' },
            { id: 'apps_release_helm.toolkit.fluxcd.io_HelmRelease', v: 'v2' },
            {
              id: 'apps_unknown-to-us_helm.toolkit.fluxcd.io_HelmRelease',
              v: 'v2',
            },
          ],
        },
      },
    }),
    kustomization('paused', { spec: { suspend: true } }),
    kustomization('broken', {
      status: {
        observedGeneration: -1,
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'ArtifactFailed',
            message: 'cannot clone https://bot:canary-secret@git.example.com/x',
            lastTransitionTime: TIME,
            observedGeneration: 1,
          },
        ],
      },
    }),
    kustomization('short-lived', {
      status: {
        ...ready(),
        conditions: [{ ...ready().conditions[0], status: 'Unknown' }],
      },
    }),
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'release', namespace: 'apps' },
      spec: {
        interval: '10m0s',
        chartRef: { kind: 'OCIRepository', name: 'chart' },
        values: { adminPassword: 'canary-in-values' },
      },
      status: ready('Helm install succeeded'),
    },
  ];
}

/** Kubernetes Events about the Kustomization `web`, and about another object. */
export function makeEvents(): KubeObject[] {
  const event = (name: string, about: string, rest: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace: 'apps',
      annotations: { 'kustomize.toolkit.fluxcd.io/revision': 'main@sha1:feed' },
    },
    involvedObject: {
      apiVersion: KUSTOMIZE,
      kind: 'Kustomization',
      namespace: 'apps',
      name: about,
    },
    source: { component: 'kustomize-controller' },
    ...rest,
  });
  return [
    event('e1', 'web', {
      type: 'Warning',
      reason: 'ArtifactFailed',
      message: 'failed: Authorization: Bearer canary-canary-canary',
      count: 1,
      firstTimestamp: '2026-11-20T07:00:00Z',
      lastTimestamp: '2026-11-20T07:00:00Z',
    }),
    event('e2', 'web', {
      type: 'Normal',
      reason: 'ReconciliationSucceeded',
      message: 'done',
      count: 3,
      firstTimestamp: '2026-11-20T07:30:00Z',
      lastTimestamp: '2026-11-20T08:30:00Z',
    }),
    event('e3', 'other', { type: 'Normal', reason: 'Other', message: 'x' }),
  ];
}
