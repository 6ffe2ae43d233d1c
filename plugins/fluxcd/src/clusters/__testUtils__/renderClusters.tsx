import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  ClusterDetail,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { rootRouteRef } from '../../routes';
import { ClustersPage } from '../ClustersPage';

/** A healthy cluster, and what is different about it. */
export function cluster(change: Partial<ClusterDetail> = {}): ClusterDetail {
  return {
    id: 'c1',
    name: 'prod',
    labels: {},
    source: 'manual',
    server: 'https://10.0.0.1:6443',
    auth: { type: 'token' },
    connection: { state: 'connected', since: '2026-11-20T08:00:00Z' },
    sync: {
      auto: true,
      resyncMinutes: 720,
      overridden: { auto: false, resyncMinutes: false },
    },
    resourceCounts: { total: 0, byStatus: {} },
    createdAt: '2026-11-01T08:00:00Z',
    updatedAt: '2026-11-20T08:00:00Z',
    kinds: [],
    ...change,
  };
}

/** Renders the page over an API of which a test states the methods it needs. */
export function renderClusters(
  api: { [K in keyof FluxcdApi]?: jest.Mock },
  options: { denied?: string[] } = {},
) {
  const { denied = [] } = options;
  return renderInTestApp(<ClustersPage />, {
    mountedRoutes: { '/flux': rootRouteRef },
    apis: [
      [fluxcdApiRef, api as unknown as FluxcdApi],
      mockApis.permission({
        authorize: ({ permission }) =>
          denied.includes(permission.name) ? 'DENY' : 'ALLOW',
      }),
    ],
  });
}
