import { setScreenWidth } from './__testUtils__/setScreenWidth';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aConnection, aList, aResource } from './__testUtils__/fixtures';
import { renderAt } from './__testUtils__/renderAt';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

const cart = aResource();
const web = aResource({
  id: 'r-web',
  name: 'web',
  kind: 'HelmRelease',
  group: 'helm.toolkit.fluxcd.io',
  status: 'failed',
  message: 'install retries exhausted',
  revision: '6.0.3',
});
const address = () => screen.getByLabelText('address').textContent;

/** An API whose list answers with what it is asked for, as far as the tests look. */
function anApi(list: ResourceList = aList([web, cart])) {
  return { listResources: jest.fn(async () => list) };
}

describe('The states of ResourcesPage', () => {
  beforeAll(() => setScreenWidth(1440));

  it('says which clusters are not current, why, and marks their rows', async () => {
    const list = aList([
      web,
      { ...cart, clusterId: 'c-us', clusterName: 'us' },
    ]);
    list.freshness.push({
      clusterId: 'c-us',
      clusterName: 'us',
      connection: aConnection({ state: 'disconnected', reason: 'timeout' }),
    });
    await renderAt('/flux/resources', anApi(list));
    const banners = await screen.findByRole('region', {
      name: 'Clusters that are not current',
    });
    expect(banners).toHaveTextContent('us does not answer');
    expect(banners).toHaveTextContent('The server does not answer in time.');
    expect(banners).toHaveTextContent(/Last contact .+: its rows are that old/);
    expect(banners).not.toHaveTextContent('prod-eu');
    expect(screen.getAllByText('not current')).toHaveLength(1);
    expect(screen.queryByText('may be old')).not.toBeInTheDocument();
    expect(
      within(
        screen.getByRole('rowheader', { name: 'cart' }).closest('tr')!,
      ).getByText('not current'),
    ).toBeVisible();
  });

  it('folds the banners of many clusters into one', async () => {
    const list = aList([web]);
    for (const name of ['a', 'b', 'c'])
      list.freshness.push({
        clusterId: name,
        clusterName: `edge-${name}`,
        connection: aConnection({
          state: 'degraded',
          lastContactAt: undefined,
        }),
      });
    await renderAt('/flux/resources', anApi(list));
    expect(await screen.findByText('3 clusters are not current')).toBeVisible();
    expect(screen.queryByText(/edge-a can be read/)).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show details' }));
    expect(screen.getByText('edge-a can be read only in part')).toBeVisible();
    expect(screen.getAllByText('It has never answered.')).toHaveLength(3);
  });

  it('sends people without clusters to where one is added', async () => {
    const nothing = aList([], { freshness: [] });
    await renderAt('/flux/resources', anApi(nothing));
    expect(await screen.findByText('No clusters yet')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Go to clusters' }),
    ).toHaveAttribute('href', '/flux/clusters');
  });

  it('offers to clear filters that match nothing', async () => {
    await renderAt('/flux/resources?kind=Bucket', anApi(aList([])));
    const title = await screen.findByText('No resource matches');
    await userEvent.click(
      within(title.parentElement!).getByRole('button', {
        name: 'Clear filters',
      }),
    );
    expect(address()).toBe('/flux/resources');
  });

  it('explains an empty fleet', async () => {
    await renderAt('/flux/resources', anApi(aList([])));
    expect(await screen.findByText('No Flux resources yet')).toBeVisible();
  });

  it('shows that it is loading', async () => {
    const never = { listResources: () => new Promise<ResourceList>(() => {}) };
    await renderAt('/flux/resources', never);
    expect(await screen.findByText('Loading resources')).toBeInTheDocument();
  });

  it('keeps the filters when loading fails, and tries again', async () => {
    const api = anApi();
    api.listResources.mockRejectedValueOnce(
      new ServiceUnavailableError('the index is cold'),
    );
    await renderAt('/flux/resources?kind=HelmRelease', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the index is cold',
    );
    expect(
      screen.getByRole('row', { name: 'Kind: HelmRelease' }),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('rowheader', { name: /^web/ });
    expect(address()).toBe('/flux/resources?kind=HelmRelease');
  });

  it('leads out of a page whose cursor is refused', async () => {
    const api = anApi();
    api.listResources.mockRejectedValueOnce(new Error('bad cursor'));
    await renderAt('/flux/resources?cursor=stale&kind=Bucket', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Go to the first page' }),
    );
    expect(address()).toBe('/flux/resources?kind=Bucket');
  });

  it('keeps what it knows when a refresh fails, and says so', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    try {
      const api = anApi();
      await renderAt('/flux/resources', api);
      await screen.findByRole('rowheader', { name: /^web/ });
      api.listResources.mockRejectedValue(new Error('connection reset'));
      await act(() => jest.advanceTimersByTimeAsync(6_000));
      expect(
        screen.getByText(/may be out of date: connection reset/),
      ).toBeVisible();
      expect(screen.getByRole('rowheader', { name: /^web/ })).toBeVisible();
    } finally {
      jest.useRealTimers();
    }
  });

  it('names the permission that the backend misses', async () => {
    const api = anApi();
    api.listResources.mockRejectedValue(new NotAllowedError());
    await renderAt('/flux/resources', api);
    expect(await screen.findByText(/fluxcd\.read/)).toBeVisible();
    expect(screen.queryByRole('searchbox')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('shows names from clusters as text, whatever they hold', async () => {
    const evil = aResource({
      name: '<img src=x onerror=alert(1)>',
      message: '\u202Egnp.exe <script>alert(1)</script>',
    });
    await renderAt('/flux/resources', anApi(aList([evil])));
    expect(await screen.findByRole('link', { name: evil.name })).toBeVisible();
    expect(document.querySelector('img, tbody script')).toBeNull();
    expect(screen.getByText(/\\u202egnp\.exe/)).toBeVisible();
  });
});
