import {
  createApiMock,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  azureContract,
  fluxcdContract,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { screen } from '@testing-library/react';
import fluxcdPlugin from '.';
import { createMockFluxcdApi } from '../dev/createMockFluxcdApi';

const mockApi = createApiMock(
  fluxcdApiRef,
  () =>
    Object.fromEntries(
      Object.keys({ ...fluxcdContract, ...azureContract }).map(name => [
        name,
        jest.fn(),
      ]),
    ) as unknown as jest.Mocked<FluxcdApi>,
);

function renderAt(path: string) {
  return renderTestApp({
    features: [fluxcdPlugin],
    initialRouteEntries: [path],
    apis: [mockApi(createMockFluxcdApi()), mockApis.permission()],
  });
}

// Pages are loaded lazily, and the first one loads the whole UI library.
const LONG = { timeout: 30_000 };
jest.setTimeout(60_000);

describe('the plugin in the new frontend system', () => {
  it('opens on the overview, with tabs for all pages', async () => {
    renderAt('/flux');
    expect(
      await screen.findByRole(
        'tab',
        { name: 'Overview', selected: true },
        LONG,
      ),
    ).toHaveAttribute('href', '/flux/overview');
    expect(screen.getAllByRole('tab').map(tab => tab.textContent)).toEqual([
      'Overview',
      'Resources',
      'Clusters',
      'Activity',
      'Settings',
    ]);
    expect(screen.getByRole('tab', { name: 'Clusters' })).toHaveAttribute(
      'href',
      '/flux/clusters',
    );
    expect(
      await screen.findByRole('heading', { name: 'By cluster' }, LONG),
    ).toBeInTheDocument();
  });

  it('opens the resources by their address', async () => {
    renderAt('/flux/resources');
    expect(
      await screen.findByText('ingress-nginx', {}, LONG),
    ).toBeInTheDocument();
  });

  it('opens the activity by its address', async () => {
    renderAt('/flux/activity');
    expect(
      await screen.findByText('user:default/ada', {}, LONG),
    ).toBeInTheDocument();
  });

  it('opens the settings by their address', async () => {
    renderAt('/flux/settings');
    expect(
      await screen.findByText('fluxcd.retention.activityDays', {}, LONG),
    ).toBeInTheDocument();
  });

  it('opens the clusters by their address', async () => {
    renderAt('/flux/clusters');
    expect(
      await screen.findByRole('heading', { name: 'Production EU' }, LONG),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Clusters' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('opens the resources that a count of a cluster links to', async () => {
    renderAt('/flux/resources?cluster=c-us&status=failed');
    expect(
      await screen.findByText(/path not found/, {}, LONG),
    ).toBeInTheDocument();
    expect(screen.queryByText('ingress-nginx')).not.toBeInTheDocument();
  });

  it('opens one resource by its address', async () => {
    renderAt('/flux/resources/r-c-eu-Kustomization-checkout');
    expect(
      await screen.findByRole('heading', { name: /checkout/ }, LONG),
    ).toBeInTheDocument();
  });
});
