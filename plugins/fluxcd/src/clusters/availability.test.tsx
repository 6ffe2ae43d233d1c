import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderClusterPage } from './__testUtils__/renderClusterPage';
import { cluster, renderClusters } from './__testUtils__/renderClusters';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

const ago = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString();

const stopped: Partial<Cluster> = {
  source: 'azure-aks',
  auth: { type: 'azure', connectionId: 'a', serverAppId: 'b' },
  consoleUrl: 'https://portal.azure.com/#resource/a',
  availability: { state: 'stopped', message: 'It is off.', since: ago(2) },
  connection: {
    state: 'stopped',
    message: 'It is off.',
    since: ago(2),
    lastContactAt: ago(3),
  },
};
const missing: Partial<Cluster> = {
  source: 'azure-aks',
  availability: { state: 'missing', message: 'Not listed.', since: ago(5) },
};
const STATIC =
  'Signs in by a stored client certificate with full rights: enable Entra ID for it';

describe('a cluster that came from Azure', () => {
  it('says on its page that it is stopped, since when it is old, and where it is managed', async () => {
    const { listFluxControllers } = renderClusterPage({
      ...stopped,
      kinds: [
        {
          group: 'source.toolkit.fluxcd.io',
          kind: 'Bucket',
          state: 'watching',
          count: 1,
        },
      ],
    });
    expect(await screen.findByText('Stopped')).toBeInTheDocument();
    expect(screen.queryByText('Watching')).toBeNull();
    expect(screen.getByText('Azure')).toBeInTheDocument();
    expect(screen.getByText('Entra ID token')).toBeInTheDocument();
    expect(screen.getByText('This cluster is stopped')).toBeInTheDocument();
    expect(screen.getByText('It is off.')).toBeInTheDocument();
    const link = screen.getByRole('link', {
      name: /^Open at portal\.azure\.com/,
    });
    expect(link).toHaveAttribute('href', stopped.consoleUrl);
    expect(link).toHaveAttribute('target', '_blank');
    expect(screen.queryByText(STATIC)).not.toBeInTheDocument();
    expect(listFluxControllers).not.toHaveBeenCalled();
  });

  it('shows no kinds while none were ever read', async () => {
    renderClusterPage({ ...stopped, kinds: [] });
    await screen.findByText('This cluster is stopped');
    expect(
      screen.queryByRole('heading', { name: 'Resources by kind' }),
    ).not.toBeInTheDocument();
  });

  it('does not offer to read or to sync what is stopped', async () => {
    renderClusterPage(stopped);
    await screen.findByText('Stopped');
    for (const name of ['Refresh now', 'Sync all']) {
      const button = screen.getByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(/once it is started/);
    }
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Edit' })).toBeEnabled(),
    );
  });

  it('never leads to a page that is none', async () => {
    renderClusterPage({ ...stopped, consoleUrl: 'data:text/html,x' });
    await screen.findByText('Stopped');
    expect(screen.queryByRole('link', { name: /^Open at/ })).toBeNull();
  });

  it('says on its page that it is missing, though it still answers', async () => {
    renderClusterPage(missing);
    expect(
      await screen.findByText(/Missing since/, { selector: 'span' }),
    ).toHaveTextContent('Missing since 5 hours ago');
    expect(
      screen.getByText('Its source no longer lists this cluster'),
    ).toBeInTheDocument();
    expect(screen.getByText('Not listed.')).toBeInTheDocument();
    expect(screen.getByText('Connected')).toBeInTheDocument();
  });

  it('warns of a client certificate of its own, and of no other', async () => {
    renderClusterPage({
      source: 'azure-aks',
      auth: { type: 'client-certificate' },
    });
    expect(await screen.findByText(STATIC)).toBeInTheDocument();
  });

  it('does not warn of one that somebody added by hand', async () => {
    renderClusterPage({ auth: { type: 'client-certificate' } });
    await screen.findByText('Client certificate');
    expect(screen.queryByText(STATIC)).toBeNull();
    expect(screen.queryByText('Azure')).toBeNull();
  });

  it('is told apart from one that cannot be reached, as a card and in the table', async () => {
    const items = [
      cluster({ id: 'c1', name: 'off', ...stopped }),
      cluster({ id: 'c2', name: 'lost', ...missing }),
    ];
    renderClusters({ listClusters: jest.fn(async () => ({ items })) });
    const off = (await screen.findByText('off')).closest('li') as HTMLElement;
    expect(within(off).getByText('Stopped')).toBeInTheDocument();
    expect(within(off).getByText(/Last contact/)).toHaveTextContent(
      '3 hours ago',
    );
    expect(within(off).getByText('Azure')).toBeInTheDocument();
    expect(screen.getByText(/Missing since/)).toBeInTheDocument();
    expect(screen.queryByText(/cannot be reached/)).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Table' }));
    const table = await screen.findByRole('table');
    expect(within(table).getByText('Stopped')).toBeInTheDocument();
    expect(within(table).getAllByText('Azure')).toHaveLength(2);
    expect(within(table).getByText(/Missing since/)).toBeInTheDocument();
  });
});
