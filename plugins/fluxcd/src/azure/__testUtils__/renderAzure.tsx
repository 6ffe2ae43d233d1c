import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  AzureConnectionList,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { configure } from '@testing-library/react';
import {
  mockAksClusters,
  mockConnection,
  mockConnections,
  mockTest,
} from '../../../dev/mockAzure';
import { SettingsSubPage } from '../../components/SettingsSubPage';
import { rootRouteRef } from '../../routes';
import { Route, Routes } from 'react-router-dom';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(90_000);

/** The list with one connection that is in order, or what a test says of it. */
export function azureList(
  change: Partial<AzureConnectionList> = {},
): AzureConnectionList {
  return {
    ...mockConnections,
    clouds: [{ name: 'public', title: 'Azure' }],
    items: [mockConnection],
    ...change,
  };
}

/** Renders the settings at Azure over an API of which a test states what is different. */
export function renderAzure(
  api: { [K in keyof FluxcdApi]?: jest.Mock } = {},
  options: { denied?: string[]; path?: string } = {},
) {
  const { denied = [], path = '/flux/settings/azure' } = options;
  const mocks = {
    getSettings: jest.fn(async () => ({ sources: [{ id: 'azure-aks' }] })),
    listAzureConnections: jest.fn(async () => azureList()),
    testAzureConnection: jest.fn(async () => mockTest),
    testNewAzureConnection: jest.fn(async () => mockTest),
    discoverAksClusters: jest.fn(async () => mockAksClusters),
    createAzureConnection: jest.fn(async ({ body }) => ({
      ...mockConnection,
      name: body.name,
    })),
    updateAzureConnection: jest.fn(async () => mockConnection),
    deleteAzureConnection: jest.fn(async () => {}),
    ...api,
  };
  renderInTestApp(
    <Routes>
      <Route path="/flux/settings/*" element={<SettingsSubPage />} />
    </Routes>,
    {
      initialRouteEntries: [path],
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
