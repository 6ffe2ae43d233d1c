import { FlatRoutes } from '@backstage/core-app-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  TestApiProvider,
  wrapInTestApp,
} from '@backstage/test-utils';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { createMockFluxcdApi } from '../dev/createMockFluxcdApi';
import { FluxcdPage, fluxcdPlugin } from './legacy';

const LONG = { timeout: 30_000 };
jest.setTimeout(60_000);

describe('the plugin in the old frontend system', () => {
  it('brings its API', () => {
    expect([...fluxcdPlugin.getApis()].map(f => f.api.id)).toEqual([
      'plugin.fluxcd.service',
    ]);
  });

  it('shows the same pages below a header and tabs of its own', async () => {
    const user = userEvent.setup();
    render(
      wrapInTestApp(
        <TestApiProvider
          apis={[
            [fluxcdApiRef, createMockFluxcdApi()],
            [permissionApiRef, mockApis.permission()],
          ]}
        >
          <FlatRoutes>
            <Route path="/flux" element={<FluxcdPage />} />
          </FlatRoutes>
        </TestApiProvider>,
        { routeEntries: ['/flux'] },
      ),
    );
    expect(
      await screen.findByRole('heading', { name: 'Flux', level: 1 }, LONG),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('heading', { name: 'By cluster' }, LONG),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Resources' }));
    expect(
      await screen.findByText('ingress-nginx', {}, LONG),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Activity' }));
    expect(
      await screen.findByText('user:default/ada', {}, LONG),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Settings' }));
    expect(
      await screen.findByText('fluxcd.retention.activityDays', {}, LONG),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Clusters' }));
    expect(
      await screen.findByRole('heading', { name: 'Production EU' }, LONG),
    ).toBeInTheDocument();
  });
});
