import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { cluster, renderClusters } from './__testUtils__/renderClusters';

// Its own file: answers about permissions are cached for the life of the module.
describe('ClustersPage for those who may only read', () => {
  const denied = ['fluxcd.cluster.create', 'fluxcd.cluster.delete'];

  it('offers no button to add, and says which permission it takes', async () => {
    renderClusters(
      { listClusters: jest.fn(async () => ({ items: [] })) },
      { denied },
    );
    expect(
      await screen.findByText(/needs the permission fluxcd.cluster.create/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Add cluster' }),
    ).not.toBeInTheDocument();
  });

  it('says why removal is not offered', async () => {
    const user = userEvent.setup();
    renderClusters(
      {
        listClusters: jest.fn(async () => ({ items: [cluster()] })),
        getCluster: jest.fn(async () => cluster()),
      },
      { denied },
    );
    await user.click(
      await screen.findByRole('button', { name: 'Details of prod' }),
    );
    expect(await screen.findByText('Bearer token')).toBeInTheDocument();
    const remove = screen.getByRole('button', { name: 'Remove cluster' });
    expect(remove).toBeDisabled();
    expect(remove).toHaveAccessibleDescription(
      'You lack the permission fluxcd.cluster.delete.',
    );
  });
});
