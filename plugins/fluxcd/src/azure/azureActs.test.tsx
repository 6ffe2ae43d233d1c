import { ConflictError } from '@backstage/errors';
import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockAksClusters, mockConnection, mockTest } from '../../dev/mockAzure';
import { azureList, renderAzure } from './__testUtils__/renderAzure';

const step = (name: string, state: 'running' | 'succeeded' | 'failed') => ({
  kind: 'ManagedCluster',
  namespace: 'rg',
  name,
  state,
});

function operation(change: Partial<Operation['targets'][0]> = {}): Operation {
  const running = change.state === undefined;
  return {
    id: 'op-1',
    type: 'source-sync',
    withSource: false,
    state: change.state ?? 'running',
    requestedBy: 'user:default/ana',
    createdAt: '2026-11-20T08:00:00Z',
    finishedAt: running ? undefined : '2026-11-20T08:00:09Z',
    targets: [
      {
        resourceId: '',
        clusterId: '',
        clusterName: '',
        kind: 'ClusterSource',
        namespace: 'azure-aks',
        name: 'Production',
        state: 'running',
        steps: [step('shop', 'succeeded'), step('payments', 'running')],
        ...change,
      },
    ],
  };
}
const press = async (name: string) =>
  userEvent.setup().click(await screen.findByRole('button', { name }));
const panel = () =>
  screen.findByRole('region', { name: 'Import through Production' });

describe('a sync', () => {
  it('is begun, followed cluster by cluster, and told to its end', async () => {
    const getOperation = jest
      .fn()
      .mockResolvedValueOnce(operation())
      .mockResolvedValue(
        operation({
          state: 'failed',
          message: '2 clusters: 1 done, 1 failed.',
          steps: [step('shop', 'succeeded'), step('payments', 'failed')],
        }),
      );
    const { listAzureConnections, syncAzureConnection } = renderAzure({
      syncAzureConnection: jest.fn(async () => operation()),
      getOperation,
    }) as Record<string, jest.Mock>;
    await press('Sync: Production');
    expect(await panel()).toHaveTextContent('1 of 2 clusters done');
    expect(syncAzureConnection).toHaveBeenCalledWith({
      params: { subscriptionId: mockConnection.id },
    });
    const reads = listAzureConnections.mock.calls.length;
    await waitFor(async () =>
      expect(await panel()).toHaveTextContent(
        'The import did not succeed · 1 failed',
      ),
    );
    expect(await panel()).toHaveTextContent('2 clusters: 1 done, 1 failed.');
    const rows = within(screen.getByRole('list', { name: 'Clusters' }));
    expect(rows.getAllByRole('listitem')[0]).toHaveTextContent(
      /payments.*Failed/,
    );
    expect(listAzureConnections.mock.calls.length).toBeGreaterThan(reads);
  });

  it('is shown again after a reload of the page', async () => {
    renderAzure(
      { getOperation: jest.fn(async () => operation()) },
      { path: '/flux/settings/azure?operation=op-1' },
    );
    expect(await panel()).toHaveTextContent('1 of 2 clusters done');
  });

  it('of somebody else is offered to be followed, and cannot be begun twice', async () => {
    renderAzure({
      listAzureConnections: jest.fn(async () =>
        azureList({ items: [{ ...mockConnection, operationId: 'op-1' }] }),
      ),
      getOperation: jest.fn(async () => operation()),
    });
    expect(
      await screen.findByRole('button', { name: 'Sync: Production' }),
    ).toBeDisabled();
    await press('Show progress');
    expect(await panel()).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Show progress' }),
    ).not.toBeInTheDocument();
  });

  it('says why it was not begun', async () => {
    renderAzure({
      syncAzureConnection: jest
        .fn()
        .mockRejectedValue(new ConflictError('A sync is under way')),
    });
    await press('Sync: Production');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not startedA sync is under way',
    );
  });

  it('shows no operation of another kind that the address names', async () => {
    renderAzure(
      {
        getOperation: jest.fn(async () => ({ ...operation(), type: 'sync' })),
      },
      { path: '/flux/settings/azure?operation=op-1' },
    );
    expect(
      await screen.findByText('This operation is no longer on record'),
    ).toBeVisible();
  });
});

describe('discovery', () => {
  it('says of each cluster what a sync would do, and that the list is not complete', async () => {
    renderAzure();
    await press('Discover: Production');
    const dialog = within(
      await screen.findByRole('dialog', { name: 'What Production finds' }),
    );
    expect(await dialog.findByText(/This list is not complete/)).toBeVisible();
    expect(dialog.getByText(/az role assignment create/)).toBeVisible();
    const row = (name: RegExp) => dialog.getByRole('row', { name });
    expect(row(/^shop/)).toHaveTextContent('update it');
    expect(
      within(row(/^shop/)).getByRole('link', { name: 'In the portal' }),
    ).toHaveAttribute('href', '/flux/clusters/c-eu');
    expect(row(/payments/)).toHaveTextContent(
      /import it.*westeurope1.35.44RunningEntra IDPrivate/,
    );
    expect(row(/legacy/)).toHaveTextContent('Client certificate');
    expect(row(/sandbox-7/)).toHaveTextContent(
      'leave it outA filter leaves it out.',
    );
    expect(row(/loadtest/)).toHaveTextContent('Stopped');
  });

  it('says that there is none, only where the list is complete', async () => {
    renderAzure({
      discoverAksClusters: jest.fn(async () => ({
        items: [],
        complete: true,
        problems: [],
      })),
    });
    await press('Discover: Production');
    expect(
      await screen.findByText('The identity sees no AKS cluster.'),
    ).toBeVisible();
  });

  it('offers no sync of what could not be read', async () => {
    renderAzure({
      discoverAksClusters: jest.fn(async () => ({
        ...mockAksClusters,
        items: [],
      })),
    });
    await press('Discover: Production');
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('Azure could not be read.')).toBeVisible();
    expect(dialog.queryByText(/sees no AKS cluster/)).not.toBeInTheDocument();
    expect(
      dialog.queryByRole('button', { name: 'Sync' }),
    ).not.toBeInTheDocument();
  });

  it('says why Azure could not be asked, and asks again', async () => {
    renderAzure({
      discoverAksClusters: jest
        .fn()
        .mockRejectedValueOnce(new Error('Away'))
        .mockResolvedValue(mockAksClusters),
    });
    await press('Discover: Production');
    expect(await screen.findByText('Azure could not be asked')).toBeVisible();
    await press('Try again');
    expect(await screen.findByText('5 clusters')).toBeVisible();
  });
});

describe('the test of what is stored', () => {
  it('runs when it is opened, shows its steps, and reads the connection again', async () => {
    const { testAzureConnection, listAzureConnections } = renderAzure();
    await press('Test: Production');
    expect(
      await screen.findByText('Azure can be read, but a cluster cannot'),
    ).toBeVisible();
    expect(testAzureConnection).toHaveBeenCalledTimes(1);
    await waitFor(() =>
      expect(listAzureConnections.mock.calls.length).toBeGreaterThan(1),
    );
  });

  it('points to the role bindings where it is the cluster that does not let the identity in', async () => {
    const { code: _, command, remedy, ...cluster } = mockTest.steps.at(-1)!;
    renderAzure({
      testAzureConnection: jest.fn(async () => ({
        ...mockTest,
        steps: [cluster],
      })),
    });
    await press('Test: Production');
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText(/name: backstage-fluxcd-view/),
    ).toBeVisible();
  });

  it('does not say that Azure can be read where it cannot', async () => {
    renderAzure({
      testAzureConnection: jest.fn(async () => ({
        ok: false,
        steps: [
          { step: 'arm-token', state: 'failed', message: 'No.' },
          { step: 'cluster', state: 'skipped', message: 'Not tried.' },
        ],
      })),
    });
    await press('Test: Production');
    expect(
      await screen.findByText('The connection does not work'),
    ).toBeVisible();
  });
});

describe('deleting', () => {
  it('says what it does, wants the name, and stays open on an error', async () => {
    const user = userEvent.setup();
    const deleteAzureConnection = jest
      .fn()
      .mockRejectedValueOnce(new Error('Away'))
      .mockResolvedValue(undefined);
    renderAzure({ deleteAzureConnection });
    await press('Delete: Production');
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Delete Production?' }),
    );
    expect(dialog.getByText(/^3 clusters leave the portal/)).toBeVisible();
    expect(dialog.getByText(/Nothing is deleted in Azure/)).toBeVisible();
    const submit = dialog.getByRole('button', { name: 'Delete connection' });
    expect(submit).toBeDisabled();
    await user.type(
      dialog.getByLabelText('Type Production to confirm'),
      'Production',
    );
    await user.click(submit);
    expect(await dialog.findByRole('alert')).toHaveTextContent('Away');
    await user.click(submit);
    expect(
      await screen.findByText('Connection Production was deleted'),
    ).toBeVisible();
    expect(deleteAzureConnection).toHaveBeenLastCalledWith({
      params: { subscriptionId: mockConnection.id },
    });
  });
});
