import { ConflictError, NotFoundError } from '@backstage/errors';
import type { ConnectionTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderClusterPage as renderPage } from '../__testUtils__/renderClusterPage';
import { cluster } from '../__testUtils__/renderClusters';

jest.setTimeout(60_000);

const failed: ConnectionTest = {
  ok: false,
  server: 'https://10.0.0.1:6443',
  steps: [
    { step: 'address', state: 'passed', message: 'May be dialled.' },
    {
      step: 'connect',
      state: 'failed',
      reason: 'tls',
      message: 'The certificate of 10.0.0.1:6443 has expired.',
    },
    { step: 'authenticate', state: 'skipped', message: 'Not tried.' },
  ],
  access: [],
};

const button = (name: string) => screen.findByRole('button', { name });

describe('ClusterPage', () => {
  it('says what the cluster is, how it is reached and what runs there', async () => {
    renderPage(
      {
        title: 'Production',
        environment: 'live',
        kubernetesVersion: 'v1.36.2',
        auth: { type: 'token', expiresAt: '2099-01-01T00:00:00Z' },
        kinds: [
          {
            group: 'kustomize.toolkit.fluxcd.io',
            kind: 'Kustomization',
            version: 'v1',
            state: 'watching',
            count: 4,
          },
        ],
      },
      {
        listFluxControllers: jest.fn(async () => ({
          items: [
            {
              namespace: 'flux-system',
              name: 'helm-controller',
              version: 'v2.9.4',
              image: 'example.com/helm-controller:v1',
              replicas: 2,
              readyReplicas: 1,
              ready: false,
              message: 'deadline exceeded',
              flags: ['--log-level=info'],
            },
          ],
        })),
        listConnectionEvents: jest.fn(async () => ({
          items: [
            { at: '2026-11-20T09:00:00Z', state: 'connected' },
            {
              at: '2026-11-20T08:00:00Z',
              state: 'disconnected',
              reason: 'dns',
              message: 'The name is not known.',
            },
          ],
        })),
      },
    );
    expect(
      await screen.findByRole('heading', { name: 'Production' }),
    ).toBeInTheDocument();
    expect(screen.getByText('live')).toBeInTheDocument();
    expect(screen.getByText(/Bearer token/)).toHaveTextContent(/expires/);
    expect(
      screen.getByText('every 12 hours (as configured for the portal)'),
    ).toBeInTheDocument();
    const kinds = within(screen.getByRole('region', { name: 'Kinds' }));
    expect(kinds.getByText('Watching')).toBeInTheDocument();
    expect(kinds.getByRole('link', { name: '4' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c1&kind=Kustomization',
    );
    expect(
      await screen.findByText('1 of 2 replicas ready'),
    ).toBeInTheDocument();
    expect(screen.getByText('deadline exceeded')).toBeInTheDocument();
    expect(screen.getByText('--log-level=info')).toBeInTheDocument();
    const events = within(
      await screen.findByRole('list', { name: 'Connection timeline' }),
    ).getAllByRole('listitem');
    expect(events[0]).toHaveTextContent('Connected');
    expect(events[1]).toHaveTextContent(/Disconnected.*The name is not known/);
  });

  it('names the cause when the connection test fails', async () => {
    const user = userEvent.setup();
    const testCluster = jest.fn(async () => failed);
    renderPage({}, { testCluster });
    await user.click(await button('Test now'));
    expect(
      await screen.findByText('The connection does not work'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The certificate of 10.0.0.1:6443 has expired.'),
    ).toBeInTheDocument();
    expect(testCluster).toHaveBeenCalledWith({ params: { clusterId: 'c1' } });
    expect(await button('Test again')).toBeInTheDocument();
  });

  it('says how old the data of a paused cluster is, and reads it anew', async () => {
    const user = userEvent.setup();
    const refreshCluster = jest
      .fn()
      .mockRejectedValueOnce(new Error('The cluster cannot be reached'))
      .mockResolvedValue(cluster());
    const { getCluster } = renderPage(
      {
        sync: {
          auto: false,
          resyncMinutes: 720,
          overridden: { auto: true, resyncMinutes: false },
          dataAsOf: '2020-01-01T00:00:00Z',
        },
        connection: { state: 'paused', since: '2026-11-20T08:00:00Z' },
        kinds: [
          {
            group: 'kustomize.toolkit.fluxcd.io',
            kind: 'Kustomization',
            state: 'watching',
            count: 1,
          },
        ],
      },
      { refreshCluster },
    );
    expect(
      await screen.findByText(/Auto-sync is off: what is shown was read/),
    ).toBeInTheDocument();
    expect(screen.getAllByText(/Data as of/).length).toBeGreaterThan(0);
    // Nobody watches it: the word would be a lie.
    expect(screen.queryByText('Watching')).not.toBeInTheDocument();
    await user.click(await button('Refresh now'));
    expect(
      await screen.findByText('The cluster could not be refreshed'),
    ).toBeInTheDocument();
    const before = getCluster.mock.calls.length;
    await user.click(await button('Refresh now'));
    expect(
      await screen.findByText('The cluster was read completely'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(getCluster.mock.calls.length).toBeGreaterThan(before),
    );
    expect(
      screen.queryByText('The cluster could not be refreshed'),
    ).not.toBeInTheDocument();
  });

  it('changes only what was edited', async () => {
    const user = userEvent.setup();
    const updateCluster = jest.fn(async () => cluster());
    renderPage(
      { title: 'Old', description: 'Stays', labels: { tier: 'gold' } },
      { updateCluster },
    );
    await user.click(await button('Edit'));
    const title = await screen.findByRole('textbox', { name: 'Title' });
    await user.clear(title);
    await user.type(title, 'New');
    await user.type(
      screen.getByRole('textbox', { name: 'Labels' }),
      '{enter}region=eu',
    );
    await user.click(
      screen.getByRole('radio', { name: 'Off: read it on demand only' }),
    );
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(updateCluster).toHaveBeenCalledWith({
        params: { clusterId: 'c1' },
        body: {
          title: 'New',
          labels: { tier: 'gold', region: 'eu' },
          sync: { auto: false },
        },
      }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('says what is wrong with an edit, and sends nothing', async () => {
    const user = userEvent.setup();
    const updateCluster = jest.fn();
    renderPage({}, { updateCluster });
    await user.click(await button('Edit'));
    await user.type(
      await screen.findByRole('textbox', { name: 'Labels' }),
      'nothing',
    );
    await user.type(
      screen.getByRole('textbox', { name: 'Full resync, in minutes' }),
      '99999',
    );
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByText('Line 1 is not key=value.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Must be a whole number from 0 to 10080.'),
    ).toBeInTheDocument();
    expect(updateCluster).not.toHaveBeenCalled();
  });

  it('keeps the dialog and the reason when the credentials do not work', async () => {
    const user = userEvent.setup();
    const replaceCredentials = jest
      .fn()
      .mockRejectedValueOnce(
        new Error('credentials: the connection test failed'),
      )
      .mockResolvedValue({ ...failed, ok: true });
    renderPage({}, { replaceCredentials });
    await user.click(await button('Replace credentials'));
    await user.click(
      await screen.findByRole('button', { name: 'Test and replace' }),
    );
    expect(await screen.findByText('Must not be empty.')).toBeInTheDocument();
    expect(replaceCredentials).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText('Token'), 'new-token');
    await user.click(screen.getByRole('button', { name: 'Test and replace' }));
    expect(
      await screen.findByText('credentials: the connection test failed'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Test and replace' }));
    expect(
      await screen.findByText('The credentials of prod were replaced'),
    ).toBeInTheDocument();
    expect(replaceCredentials).toHaveBeenLastCalledWith({
      params: { clusterId: 'c1' },
      body: {
        credentials: {
          type: 'token',
          server: 'https://10.0.0.1:6443',
          token: 'new-token',
        },
      },
    });
  });

  it('reads a kubeconfig for the cluster, with the permission to change it', async () => {
    const user = userEvent.setup();
    const readClusterKubeconfig = jest
      .fn()
      .mockResolvedValue({ contexts: [{ name: 'ops', current: true }] });
    const readKubeconfig = jest.fn();
    renderPage({}, { readClusterKubeconfig, readKubeconfig });
    await user.click(await button('Replace credentials'));
    await user.click(await screen.findByRole('radio', { name: 'Kubeconfig' }));
    await user.type(
      screen.getByRole('textbox', { name: /^Kubeconfig/ }),
      'kind: Config',
    );
    expect(await screen.findByRole('radio', { name: /ops/ })).toBeChecked();
    expect(readClusterKubeconfig).toHaveBeenLastCalledWith(
      { params: { clusterId: 'c1' }, body: { kubeconfig: 'kind: Config' } },
      expect.anything(),
    );
    expect(readKubeconfig).not.toHaveBeenCalled();
  });

  it('leaves to a source what is its own', async () => {
    const user = userEvent.setup();
    renderPage({ source: 'azure-aks' });
    await user.click(await button('Edit'));
    expect(
      await screen.findByText(/also says what it is called/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('textbox', { name: 'Title' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Replace credentials' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Remove cluster' }),
    ).not.toBeInTheDocument();
  });

  it('offers to sync everything in it, and says first what that does', async () => {
    const user = userEvent.setup();
    renderPage();
    await user.click(await screen.findByRole('button', { name: 'Sync all' }));
    expect(
      await screen.findByRole('dialog', { name: /^Sync all of/ }),
    ).toBeInTheDocument();
  });

  it('goes back to the list when the cluster was removed', async () => {
    const user = userEvent.setup();
    const deleteCluster = jest
      .fn()
      .mockRejectedValueOnce(new ConflictError('Not now'))
      .mockResolvedValue(undefined);
    renderPage({}, { deleteCluster });
    await user.click(await button('Remove cluster'));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Remove cluster' }));
    expect(await dialog.findByText('Not now')).toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Remove cluster' }));
    expect(await screen.findByText('The list')).toBeInTheDocument();
  });

  it('shows the rest when the controllers cannot be read', async () => {
    renderPage(
      {},
      {
        listFluxControllers: jest.fn(async () => {
          throw new Error('The cluster cannot be reached');
        }),
      },
    );
    expect(
      await screen.findByText(
        'The controllers cannot be read from the cluster',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Overview' }),
    ).toBeInTheDocument();
  });

  it('says so when there is no such cluster', async () => {
    const error = Object.assign(new Error('Not found'), {
      cause: new NotFoundError('There is no such cluster'),
    });
    renderPage({}, { getCluster: jest.fn().mockRejectedValue(error) });
    expect(
      await screen.findByText('There is no such cluster'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All clusters' })).toHaveAttribute(
      'href',
      '/flux/clusters',
    );
  });
});
