import { fluxcdAzurePermissions } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureSim } from '@internal/azure-sim';
import request from 'supertest';
import { startAzurePortal } from './__testUtils__/startAzurePortal';

const mockLoaded: string[] = [];
jest.mock('@azure/arm-containerservice', () => mockLoaded.push('aks'));
jest.mock('@azure/arm-resourcegraph', () => mockLoaded.push('graph'));
jest.mock('@azure/arm-resources-subscriptions', () =>
  mockLoaded.push('subscriptions'),
);

/** Nobody is there; nobody is asked. */
const sim = {
  authorityHost: 'https://login.example.com',
  resourceManagerEndpoint: 'https://arm.example.com',
  resourceManagerAudience: 'https://arm.example.com',
} as AzureSim;

describe('the Azure module', () => {
  // `@azure/identity` is loaded by Backstage itself.
  it('starts without loading the clients of Azure, and tells of its permissions', async () => {
    const portal = await startAzurePortal({ sim });
    const { status, body } = await portal.call('get', 'azure/subscriptions');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        items: [],
        clouds: [{ name: 'sim', title: 'Simulated' }],
        syncMinutes: 15,
        retireAfter: 3,
      },
    });
    await portal.tick();
    const { body: metadata } = await request(portal.backend.server).get(
      '/api/fluxcd/.well-known/backstage/permissions/metadata',
    );
    expect(
      metadata.permissions.map((one: { name: string }) => one.name),
    ).toEqual(
      expect.arrayContaining(fluxcdAzurePermissions.map(one => one.name)),
    );
    await portal.stop();
    expect(mockLoaded).toEqual([]);
  });

  it('says which setting keeps it from starting', async () => {
    await expect(
      startAzurePortal({ sim, azure: { retireAfter: 1 } }),
    ).rejects.toThrow('fluxcd.azure.retireAfter must be');
  });

  it('shows the connections of the configuration, and lets nobody remove them', async () => {
    const portal = await startAzurePortal({
      sim,
      azure: {
        connections: [
          {
            name: 'pod',
            cloud: 'sim',
            credential: { type: 'workload-identity' },
            subscriptions: 'all',
          },
        ],
      },
    });
    const { body } = await portal.call('get', 'azure/subscriptions');
    expect(body.items).toMatchObject([{ name: 'pod', origin: 'config' }]);
    const { status } = await portal.call(
      'delete',
      `azure/subscriptions/${body.items[0].id}`,
    );
    expect(status).toBe(409);
    await portal.stop();
  });
});
