import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  ClusterDetail,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { Route, Routes } from 'react-router-dom';
import { rootRouteRef } from '../../routes';
import { ClusterPage } from '../detail/ClusterPage';
import { cluster } from './renderClusters';

/** Renders the page of a cluster over an API of which a test states what is different. */
export function renderClusterPage(
  change: Partial<ClusterDetail> = {},
  api: { [K in keyof FluxcdApi]?: jest.Mock } = {},
  denied: string[] = [],
) {
  const mocks = {
    getCluster: jest.fn(async () => cluster(change)),
    listFluxControllers: jest.fn(async () => ({ items: [] })),
    listConnectionEvents: jest.fn(async () => ({ items: [] })),
    ...api,
  };
  renderInTestApp(
    <Routes>
      <Route path="/flux/clusters/:clusterId" element={<ClusterPage />} />
      <Route path="/flux/clusters" element={<p>The list</p>} />
    </Routes>,
    {
      initialRouteEntries: ['/flux/clusters/c1'],
      mountedRoutes: { '/flux': rootRouteRef },
      apis: [
        [fluxcdApiRef, mocks as unknown as FluxcdApi],
        mockApis.permission({
          authorize: ({ permission }) =>
            denied.includes(permission.name) ? 'DENY' : 'ALLOW',
        }),
      ],
    },
  );
  return mocks;
}
