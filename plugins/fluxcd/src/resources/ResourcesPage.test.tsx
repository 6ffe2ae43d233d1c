import { setScreenWidth } from './__testUtils__/setScreenWidth';
import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aList, aResource } from './__testUtils__/fixtures';
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
const lastQuery = (api: { listResources: jest.Mock }) =>
  api.listResources.mock.lastCall?.[0].query;

/** An API whose list answers with what it is asked for, as far as the tests look. */
function anApi(list: ResourceList = aList([web, cart])) {
  return { listResources: jest.fn(async () => list) };
}

describe('ResourcesPage on a wide screen', () => {
  beforeAll(() => setScreenWidth(1440));

  it('lists resources with status, place, revision and message, and links to them', async () => {
    await renderAt('/flux/resources', anApi());
    const row = (await screen.findByRole('rowheader', { name: 'web' })).closest(
      'tr',
    )!;
    expect(within(row).getByText('Failed')).toBeVisible();
    for (const text of ['HelmRelease', 'shop', 'prod-eu', '6.0.3'])
      expect(within(row).getByText(text)).toBeVisible();
    expect(within(row).getByRole('link', { name: 'web' })).toHaveAttribute(
      'href',
      '/flux/resources/r-web',
    );
    expect(screen.getByText('2 resources')).toBeVisible();
    expect(screen.getByText('1–2 of 2')).toBeVisible();
  });

  it('shows a long message whole after a press', async () => {
    await renderAt('/flux/resources', anApi());
    const message = await screen.findByRole('button', {
      name: 'install retries exhausted',
    });
    expect(message).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(message);
    expect(message).toHaveAttribute('aria-expanded', 'true');
    expect(
      screen.getByRole('button', {
        name: 'Applied revision: main@sha1:11111111',
      }),
    ).toBeVisible();
  });

  it('asks what the URL says', async () => {
    const api = anApi();
    await renderAt(
      '/flux/resources?status=failed&kind=HelmRelease&namespace=shop&cluster=c-eu&text=web&sort=name&order=desc&limit=25&cursor=abc',
      api,
    );
    await screen.findByRole('rowheader', { name: /^web/ });
    expect(lastQuery(api)).toEqual({
      status: ['failed'],
      kind: ['HelmRelease'],
      namespace: ['shop'],
      cluster: ['c-eu'],
      text: 'web',
      sort: 'name',
      order: 'desc',
      limit: 25,
      cursor: 'abc',
    });
    expect(screen.getByRole('searchbox')).toHaveValue('web');
    // The chip calls the cluster by its name, not by its id.
    expect(screen.getByRole('row', { name: 'Cluster: prod-eu' })).toBeVisible();
  });

  it('filters by facets into the URL, and the back button takes it back', async () => {
    const api = anApi();
    await renderAt('/flux/resources', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Failed 1' }),
    );
    expect(address()).toBe('/flux/resources?status=failed');
    await userEvent.click(screen.getByRole('button', { name: 'Kind' }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Kustomization 1' }),
    );
    expect(address()).toBe('/flux/resources?status=failed&kind=Kustomization');
    await waitFor(() =>
      expect(lastQuery(api)).toMatchObject({
        status: ['failed'],
        kind: ['Kustomization'],
      }),
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByText('browser back'));
    expect(address()).toBe('/flux/resources?status=failed');
    await waitFor(() => expect(lastQuery(api).kind).toBeUndefined());
  });

  it('offers a search in a long facet, chosen values first', async () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      aResource({ id: `r-${i}`, namespace: `team-${i}` }),
    );
    await renderAt('/flux/resources?namespace=team-9', anApi(aList(many)));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Namespace (1 chosen)' }),
    );
    const options = () =>
      screen
        .getAllByRole('checkbox')
        .map(box => box.closest('label')?.textContent);
    expect(options()).toHaveLength(12);
    expect(options()[0]).toBe('team-9 1');
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search Namespace' }),
      'TEAM-1',
    );
    expect(options()).toEqual(['team-1 1', 'team-10 1', 'team-11 1']);
  });

  it('removes single filters by their chips and all of them at once', async () => {
    await renderAt(
      '/flux/resources?status=failed&kind=HelmRelease&text=web&sort=name',
      anApi(),
    );
    await screen.findByRole('rowheader', { name: /^web/ });
    const chip = screen.getByRole('row', { name: 'Status: Failed' });
    await userEvent.click(within(chip).getByRole('button'));
    expect(address()).toBe(
      '/flux/resources?text=web&sort=name&kind=HelmRelease',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    // The sorting is no filter: it stays.
    expect(address()).toBe('/flux/resources?sort=name');
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('searches when typing pauses, and "/" leads to the field', async () => {
    const api = anApi();
    await renderAt('/flux/resources', api);
    await screen.findByRole('rowheader', { name: /^web/ });
    const before = api.listResources.mock.calls.length;
    await userEvent.keyboard('/');
    const field = screen.getByRole('searchbox');
    expect(field).toHaveFocus();
    const elsewhere = document.body.appendChild(
      document.createElement('input'),
    );
    await userEvent.type(elsewhere, 'a/b');
    expect(elsewhere).toHaveValue('a/b');
    elsewhere.remove();
    await userEvent.type(field, 'we/b');
    await waitFor(() => expect(address()).toBe('/flux/resources?text=we%2Fb'));
    await waitFor(() => expect(lastQuery(api).text).toBe('we/b'));
    // One question for the whole word, not one per letter.
    expect(api.listResources.mock.calls.length).toBe(before + 1);
  });

  it('sorts by its headers', async () => {
    await renderAt('/flux/resources?cursor=abc', anApi());
    const header = await screen.findByRole('columnheader', { name: /Name$/ });
    await userEvent.click(header);
    expect(address()).toBe('/flux/resources?sort=name');
    await userEvent.click(header);
    expect(address()).toBe('/flux/resources?sort=name&order=desc');
    expect(
      screen.getByRole('columnheader', { name: 'Revision' }),
    ).not.toHaveAttribute('aria-sort');
  });

  it('pages forward and back by cursors', async () => {
    const pages: Record<string, ResourceList> = {
      '': aList([web], { total: 3, nextCursor: 'two' }),
      two: aList([cart], { total: 3, nextCursor: 'three' }),
      three: aList([aResource({ id: 'r-db', name: 'db' })], { total: 3 }),
    };
    const api = {
      listResources: jest.fn(
        async ({ query }: { query: { cursor?: string } }) =>
          pages[query.cursor ?? ''],
      ),
    };
    await renderAt('/flux/resources?limit=25', api);
    const button = (name: string) => screen.getByRole('button', { name });
    await screen.findByRole('rowheader', { name: 'web' });
    expect(button('Previous page')).toBeDisabled();
    expect(button('First page')).toBeDisabled();

    await userEvent.click(button('Next page'));
    await screen.findByRole('rowheader', { name: 'cart' });
    expect(address()).toBe('/flux/resources?limit=25&cursor=two');
    expect(screen.getByText('26–26 of 3')).toBeVisible();
    await userEvent.click(button('Next page'));
    await screen.findByRole('rowheader', { name: 'db' });
    expect(button('Next page')).toBeDisabled();

    await userEvent.click(button('Previous page'));
    await screen.findByRole('rowheader', { name: 'cart' });
    expect(address()).toBe('/flux/resources?limit=25&cursor=two');
    await userEvent.click(button('Previous page'));
    await screen.findByRole('rowheader', { name: 'web' });
    expect(address()).toBe('/flux/resources?limit=25');
  });

  it('leads from a shared link to a later page to the first one', async () => {
    const api = anApi(aList([web], { total: 9, nextCursor: 'three' }));
    await renderAt('/flux/resources?cursor=two', api);
    await screen.findByRole('rowheader', { name: 'web' });
    expect(screen.getByText('1 of 9')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(address()).toBe('/flux/resources?cursor=three');
    // Which page that is cannot be known.
    expect(screen.getByText('1 of 9')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(address()).toBe('/flux/resources?cursor=two');
    expect(
      screen.getByRole('button', { name: 'Previous page' }),
    ).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    expect(address()).toBe('/flux/resources');
  });

  it('updates by itself and keeps the focus where it is', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    try {
      const api = anApi();
      await renderAt('/flux/resources', api);
      const link = await screen.findByRole('link', { name: 'web' });
      act(() => link.focus());
      api.listResources.mockResolvedValue(
        aList([{ ...web, status: 'ready' }, cart]),
      );
      await act(() => jest.advanceTimersByTimeAsync(6_000));
      expect(screen.queryByText('Failed')).not.toBeInTheDocument();
      expect(screen.getByRole('link', { name: 'web' })).toHaveFocus();
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('ResourcesPage on a phone', () => {
  beforeAll(() => setScreenWidth(400));

  it('shows cards, and all filters and the sorting in a dialog', async () => {
    await renderAt('/flux/resources', anApi());
    const cards = await screen.findByRole('list', { name: 'Resources' });
    expect(within(cards).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.queryByRole('rowheader')).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: 'Failed 1' }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: /Sort by/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Name, descending' }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Show results' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(address()).toBe(
      '/flux/resources?status=failed&sort=name&order=desc',
    );
    expect(
      screen.getByRole('button', { name: 'Filters (1 chosen)' }),
    ).toBeVisible();
  });
});
