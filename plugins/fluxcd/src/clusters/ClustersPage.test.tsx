import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { cluster, renderClusters } from './__testUtils__/renderClusters';

describe('ClustersPage', () => {
  it('shows each cluster with its link, its versions and counts that lead to exactly those resources', async () => {
    renderClusters({
      listClusters: jest.fn(async () => ({
        items: [
          cluster({
            id: 'c2',
            name: 'staging',
            connection: {
              state: 'degraded',
              reason: 'forbidden',
              since: '2026-11-20T08:00:00Z',
            },
          }),
          cluster({
            title: 'Production',
            environment: 'production',
            kubernetesVersion: 'v1.36.1',
            fluxVersion: 'v2.9.4',
            resourceCounts: {
              total: 12,
              byStatus: { ready: 9, failed: 3, waiting: 0 },
            },
          }),
        ],
      })),
    });

    const heading = await screen.findByRole('heading', { name: 'Production' });
    const row = within(heading.closest('li')!);
    expect(row.getByText('production')).toBeInTheDocument();
    expect(row.getByText('prod · Added by hand')).toBeInTheDocument();
    expect(row.getByText('Connected')).toBeInTheDocument();
    expect(row.getByText('v1.36.1')).toBeInTheDocument();
    expect(row.getByText('v2.9.4')).toBeInTheDocument();
    expect(row.getByRole('link', { name: '12 resources' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c1',
    );
    expect(row.getByRole('link', { name: '3 failed' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c1&status=failed',
    );
    expect(row.getByRole('link', { name: '9 ready' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c1&status=ready',
    );
    expect(row.queryByText(/waiting/)).not.toBeInTheDocument();

    const other = within(
      screen.getByRole('heading', { name: 'staging' }).closest('li')!,
    );
    expect(other.getByText('Degraded')).toBeInTheDocument();
    expect(
      other.getByText('Access to some kinds is forbidden'),
    ).toBeInTheDocument();
    expect(other.getByText('No resources')).toBeInTheDocument();
    expect(screen.queryByText(/cannot be reached/)).not.toBeInTheDocument();
  });

  it('costs one dead cluster one row and one warning, not the page', async () => {
    renderClusters({
      listClusters: jest.fn(async () => ({
        items: [
          cluster({ name: 'alive' }),
          cluster({
            id: 'c2',
            name: 'dead',
            connection: {
              state: 'disconnected',
              reason: 'unreachable',
              since: '2026-11-20T08:00:00Z',
            },
          }),
        ],
      })),
    });
    expect(
      await screen.findByText('1 cluster cannot be reached: dead'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The server cannot be reached'),
    ).toBeInTheDocument();
    expect(screen.getByText('Connected')).toBeInTheDocument();
  });

  it('says that it loads', async () => {
    renderClusters({ listClusters: jest.fn(() => new Promise(() => {})) });
    expect(
      await screen.findByRole('progressbar', { name: 'Loading clusters' }),
    ).toBeInTheDocument();
  });

  it('explains an empty portal and offers to add a cluster', async () => {
    const user = userEvent.setup();
    renderClusters({ listClusters: jest.fn(async () => ({ items: [] })) });
    expect(await screen.findByText('No cluster yet')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Add cluster' }));
    expect(
      await screen.findByRole('dialog', { name: 'Add a cluster' }),
    ).toBeInTheDocument();
  });

  it('says why the clusters cannot be listed, and lists them on a retry', async () => {
    const user = userEvent.setup();
    const listClusters = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue({ items: [cluster()] });
    renderClusters({ listClusters });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /cannot be listed.*The database is away/,
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'prod' }),
    ).toBeInTheDocument();
  });

  it('explains a refusal of the backend by the permission, without a retry', async () => {
    renderClusters({
      listClusters: jest.fn().mockRejectedValue(new NotAllowedError('no')),
    });
    expect(
      await screen.findByText(/needs the permission fluxcd.read/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('folds out how the cluster is reached and how each kind is read', async () => {
    const user = userEvent.setup();
    const detail = cluster({
      createdBy: 'user:default/ana',
      kinds: [
        {
          group: 'kustomize.toolkit.fluxcd.io',
          kind: 'Kustomization',
          version: 'v1',
          state: 'watching',
          count: 7,
        },
        {
          group: 'helm.toolkit.fluxcd.io',
          kind: 'HelmRelease',
          state: 'forbidden',
          message: 'cannot list helmreleases',
          count: 0,
        },
        {
          group: 'source.toolkit.fluxcd.io',
          kind: 'Bucket',
          state: 'absent',
          count: 0,
        },
      ],
    });
    const getCluster = jest.fn(async () => detail);
    renderClusters({
      listClusters: jest.fn(async () => ({ items: [detail] })),
      getCluster,
    });
    const toggle = await screen.findByRole('button', {
      name: 'Details of prod',
    });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    expect(getCluster).not.toHaveBeenCalled();
    await user.click(toggle);
    expect(toggle).toHaveAttribute('aria-expanded', 'true');

    const watching = await screen.findByRole('row', { name: /Kustomization/ });
    expect(watching).toHaveTextContent('Watching');
    expect(within(watching).getByRole('link', { name: '7' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c1&kind=Kustomization',
    );
    const forbidden = screen.getByRole('row', { name: /HelmRelease/ });
    expect(forbidden).toHaveTextContent('Forbidden');
    expect(forbidden).toHaveTextContent('cannot list helmreleases');
    expect(screen.getByText('Not installed: Bucket')).toBeInTheDocument();
    expect(screen.getByText('https://10.0.0.1:6443')).toBeInTheDocument();
    expect(screen.getByText('Bearer token')).toBeInTheDocument();
    expect(screen.getByText(/by user:default\/ana/)).toBeInTheDocument();
  });

  it('says what removing does, keeps the dialog on an error, and removes', async () => {
    const user = userEvent.setup();
    const detail = cluster({
      resourceCounts: { total: 41, byStatus: { ready: 41 } },
    });
    const listClusters = jest.fn().mockResolvedValue({ items: [detail] });
    const deleteCluster = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockImplementation(async () => {
        listClusters.mockResolvedValue({ items: [] });
      });
    renderClusters({
      listClusters,
      getCluster: jest.fn(async () => detail),
      deleteCluster,
    });
    await user.click(
      await screen.findByRole('button', { name: 'Details of prod' }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Remove cluster' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Remove prod?' });
    expect(dialog).toHaveTextContent('the 41 resources it knows there');
    expect(dialog).toHaveTextContent('The cluster itself is not touched');
    expect(deleteCluster).not.toHaveBeenCalled();

    const confirm = within(dialog).getByRole('button', {
      name: 'Remove cluster',
    });
    await user.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
    await user.click(confirm);
    expect(await screen.findByText('Cluster prod was removed')).toBeVisible();
    expect(deleteCluster).toHaveBeenLastCalledWith({
      params: { clusterId: 'c1' },
    });
    await waitFor(() =>
      expect(screen.getByText('No cluster yet')).toBeInTheDocument(),
    );
  });

  it('offers no removal of a cluster that the configuration brings, and says where it is removed', async () => {
    const user = userEvent.setup();
    const detail = cluster({ source: 'in-cluster' });
    renderClusters({
      listClusters: jest.fn(async () => ({ items: [detail] })),
      getCluster: jest.fn(async () => detail),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Details of prod' }),
    );
    expect(await screen.findByText(/It is removed there/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Remove cluster' }),
    ).not.toBeInTheDocument();
  });

  it('lays clusters out as a table in groups, and keeps that in the URL', async () => {
    const user = userEvent.setup();
    renderClusters({
      listClusters: jest.fn(async () => ({
        items: [
          cluster({ name: 'one', environment: 'prod' }),
          cluster({
            id: 'c2',
            name: 'two',
            labels: { tier: 'gold' },
            resourceCounts: { total: 3, byStatus: { failed: 1 } },
          }),
        ],
      })),
    });
    await user.click(await screen.findByRole('button', { name: 'Table' }));
    expect(screen.getByRole('region', { name: 'Table' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '1' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c2&status=failed',
    );
    await user.click(screen.getByRole('button', { name: /Group by/ }));
    await user.click(
      await screen.findByRole('option', { name: 'By environment' }),
    );
    const [prod] = await screen.findAllByRole('region', { name: 'prod' });
    expect(within(prod).getByRole('link', { name: 'one' })).toHaveAttribute(
      'href',
      '/flux/clusters/c1',
    );
    expect(
      screen.getByRole('heading', { name: 'Without one (1)' }),
    ).toBeInTheDocument();
  });

  it('puts favourites first, and takes them back', async () => {
    const user = userEvent.setup();
    renderClusters({
      listClusters: jest.fn(async () => ({
        items: [cluster({ name: 'a' }), cluster({ id: 'c2', name: 'b' })],
      })),
    });
    const names = () =>
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent);
    await user.click(
      await screen.findByRole('button', { name: 'Add b to my favourites' }),
    );
    await waitFor(() => expect(names()).toEqual(['b', 'a']));
    await user.click(
      screen.getByRole('button', { name: 'Remove b from my favourites' }),
    );
    await waitFor(() => expect(names()).toEqual(['a', 'b']));
  });
});
