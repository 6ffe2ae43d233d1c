import type {
  ClusterDetail,
  ClusterKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

function kinds(
  counts: Record<string, number>,
  change: Record<string, Partial<ClusterKind>> = {},
): ClusterKind[] {
  return FLUX_KINDS.map(({ group, kind }) => ({
    group,
    kind,
    version: kind in counts ? 'v1' : undefined,
    state: kind in counts ? 'watching' : 'absent',
    syncedAt: kind in counts ? ago(4) : undefined,
    count: counts[kind] ?? 0,
    ...change[kind],
  }));
}

const watched: ClusterDetail['sync'] = {
  auto: true,
  resyncMinutes: 720,
  overridden: { auto: false, resyncMinutes: false },
};

/** A fleet as people have it: one healthy, one broken, one half readable, one gone, one just added. */
export const mockClusters: ClusterDetail[] = [
  {
    id: 'c-eu',
    name: 'prod-eu-west',
    title: 'Production EU',
    description: 'Serves customers in Europe.',
    environment: 'production',
    labels: { region: 'eu-west-1', tier: 'gold' },
    source: 'manual',
    server: 'https://10.20.0.10:6443',
    auth: { type: 'token', expiresAt: ago(-86_400 * 80) },
    connection: {
      state: 'connected',
      since: ago(86_400),
      lastContactAt: ago(2),
    },
    sync: watched,
    kubernetesVersion: 'v1.36.1',
    fluxVersion: 'v2.9.4',
    resourceCounts: {
      total: 128,
      byStatus: { ready: 119, failed: 3, progressing: 2, suspended: 4 },
    },
    createdAt: ago(86_400 * 40),
    createdBy: 'user:default/ana',
    updatedAt: ago(2),
    kinds: kinds({
      Kustomization: 40,
      HelmRelease: 38,
      GitRepository: 6,
      OCIRepository: 4,
      HelmRepository: 8,
      HelmChart: 32,
    }),
  },
  {
    id: 'c-us',
    name: 'prod-us-east',
    title: 'Production US',
    environment: 'production',
    labels: {},
    source: 'manual',
    server: 'https://10.30.0.10:6443',
    auth: { type: 'client-certificate', expiresAt: ago(-86_400 * 6) },
    connection: {
      state: 'disconnected',
      reason: 'tls',
      message:
        'The certificate of the API server expired on 2026-11-19; renew it on the control plane.',
      since: ago(3_600),
      lastContactAt: ago(3_610),
    },
    sync: watched,
    kubernetesVersion: 'v1.35.4',
    fluxVersion: 'v2.8.1',
    resourceCounts: { total: 96, byStatus: { ready: 90, failed: 6 } },
    createdAt: ago(86_400 * 200),
    createdBy: 'user:default/ana',
    updatedAt: ago(3_600),
    kinds: kinds({ Kustomization: 30, HelmRelease: 30, HelmChart: 36 }),
  },
  {
    id: 'c-staging',
    name: 'staging',
    environment: 'staging',
    labels: {},
    source: 'manual',
    server: 'https://127.0.0.1:41211',
    auth: { type: 'token' },
    connection: {
      state: 'degraded',
      reason: 'forbidden',
      message: 'HelmRelease: the credentials may not list it.',
      since: ago(600),
      lastContactAt: ago(3),
    },
    sync: watched,
    kubernetesVersion: 'v1.36.0',
    fluxVersion: 'v2.9.4',
    resourceCounts: {
      total: 41,
      byStatus: { ready: 36, waiting: 2, deleting: 1, unknown: 2 },
    },
    createdAt: ago(86_400 * 10),
    updatedAt: ago(600),
    kinds: kinds(
      { Kustomization: 20, HelmRelease: 0, GitRepository: 21 },
      {
        HelmRelease: {
          state: 'forbidden',
          version: 'v2',
          syncedAt: undefined,
          message:
            'User "system:serviceaccount:flux-system:portal" cannot list resource "helmreleases".',
        },
      },
    ),
  },
  {
    id: 'c-dev',
    name: 'dev',
    labels: {},
    source: 'in-cluster',
    server: 'https://10.96.0.1',
    auth: { type: 'in-cluster' },
    connection: { state: 'connecting', since: ago(1) },
    sync: watched,
    resourceCounts: { total: 0, byStatus: {} },
    createdAt: ago(1),
    updatedAt: ago(1),
    kinds: kinds({}),
  },
  {
    id: 'c-aks-batch',
    name: 'aks-batch',
    title: 'Batch jobs',
    environment: 'production',
    labels: { 'azure.region': 'westeurope' },
    source: 'azure-aks',
    sourceId:
      '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/batch/providers/microsoft.containerservice/managedclusters/aks-batch',
    consoleUrl: 'https://portal.azure.com/#resource/aks-batch',
    availability: {
      state: 'stopped',
      message: 'Azure says that it was stopped.',
      since: ago(7_200),
    },
    server: 'https://aks-batch.hcp.westeurope.azmk8s.io:443',
    auth: {
      type: 'azure',
      connectionId: 'az-1',
      serverAppId: '6dae42f8-4368-4678-94ff-3960e28e3630',
    },
    connection: {
      state: 'stopped',
      message: 'Azure says that it was stopped.',
      since: ago(7_200),
      lastContactAt: ago(7_260),
    },
    sync: watched,
    kubernetesVersion: 'v1.34.2',
    fluxVersion: 'v2.9.4',
    resourceCounts: { total: 12, byStatus: { ready: 12 } },
    createdAt: ago(86_400 * 3),
    updatedAt: ago(7_200),
    kinds: kinds({ Kustomization: 6, GitRepository: 6 }),
  },
  {
    id: 'c-aks-old',
    name: 'aks-old',
    labels: {},
    source: 'azure-aks',
    consoleUrl: 'https://portal.azure.com/#resource/aks-old',
    availability: {
      state: 'missing',
      message: 'Azure did not list it 2 times in a row.',
      since: ago(1_800),
    },
    server: 'https://aks-old.hcp.westeurope.azmk8s.io:443',
    auth: { type: 'client-certificate', expiresAt: ago(-86_400 * 300) },
    connection: {
      state: 'connected',
      since: ago(86_400),
      lastContactAt: ago(2),
    },
    sync: watched,
    kubernetesVersion: 'v1.33.1',
    fluxVersion: 'v2.9.4',
    resourceCounts: { total: 4, byStatus: { ready: 4 } },
    createdAt: ago(86_400 * 90),
    updatedAt: ago(1_800),
    kinds: kinds({ Kustomization: 4 }),
  },
];
