/* eslint-disable no-script-url */
import { setScreenWidth } from './__testUtils__/setScreenWidth';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aConnection, aDetail, aResource } from './__testUtils__/fixtures';
import { renderAt } from './__testUtils__/renderAt';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);
beforeAll(() => setScreenWidth(1440));

const PAGE = '/flux/resources/r-cart';
const region = (name: string | RegExp) => screen.findByRole('region', { name });

function anApi(detail: ResourceDetail = aDetail()) {
  return {
    getResource: jest.fn(async () => detail),
    listResourceEvents: jest.fn(async () => ({ items: [] as any[] })),
    listResourceHistory: jest.fn(async () => ({ items: [] as any[] })),
  };
}

describe('ResourcePage', () => {
  it('says what the resource is, where, and how it stands', async () => {
    const detail = aDetail({
      resource: aResource({
        status: 'failed',
        retrying: true,
        ready: 'False',
        reason: 'HealthCheckFailed',
        message: 'health check of Deployment shop/cart timed out',
        attemptedRevision: 'main@sha1:9999',
      }),
    });
    await renderAt(PAGE, anApi(detail));
    expect(await screen.findByRole('heading', { name: 'cart' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'prod-eu' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c-eu',
    );
    expect(screen.getByRole('link', { name: 'shop' })).toHaveAttribute(
      'href',
      '/flux/resources?cluster=c-eu&namespace=shop',
    );
    const status = await region('Status');
    for (const text of [
      'Failed',
      'HealthCheckFailed',
      'Failed: health check of Deployment shop/cart timed out.',
      'Flux tries again by itself.',
      'Revision main@sha1:9999 was attempted; main@sha1:11111111 stays applied.',
    ])
      expect(within(status).getByText(text)).toBeVisible();
  });

  it('shows conditions, source, facts, dependencies and labels', async () => {
    const source = {
      group: 'source.toolkit.fluxcd.io',
      kind: 'GitRepository',
      namespace: 'flux-system',
      name: 'fleet',
      resourceId: 'r-fleet',
    };
    const detail = aDetail({
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'BuildFailed',
          message: 'x at main@sha1:3333333344444444',
        },
      ],
      facts: [{ name: 'path', value: './apps' }],
      interval: '10m0s',
      source,
      sourceResource: aResource({
        id: 'r-fleet',
        status: 'failed',
        revision: 'main@sha1:3333333344444444',
        message: 'authentication failed',
        url: 'https://github.com/acme/fleet',
      }),
      parent: {
        ...source,
        kind: 'Kustomization',
        name: 'root',
        resourceId: 'r-root',
      },
      dependsOn: [
        { ...source, kind: 'Kustomization', name: 'db', resourceId: undefined },
      ],
      labels: { team: 'checkout' },
    });
    await renderAt(PAGE, anApi(detail));
    const conditions = await region('Conditions');
    expect(
      within(conditions).getByRole('row', {
        name: /Ready False BuildFailed x at main@sha1:33333333$/,
      }),
    ).toBeVisible();

    const from = await region('Source and revision');
    expect(
      within(from).getByRole('link', {
        name: 'GitRepository flux-system/fleet',
      }),
    ).toHaveAttribute('href', '/flux/resources/r-fleet');
    expect(within(from).getByText('Failed')).toBeVisible();
    expect(within(from).getByText('authentication failed')).toBeVisible();
    expect(within(from).getByText('main@sha1:33333333')).toBeVisible();
    const link = within(from).getByRole('link', { name: /github/ });
    expect(link).toHaveAttribute('href', 'https://github.com/acme/fleet');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');

    const applies = await region('What it applies');
    expect(applies).toHaveTextContent('Path./apps');
    const facts = await region('Facts');
    expect(facts).toHaveTextContent('Interval10m0s');
    expect(within(facts).getByRole('link', { name: /root/ })).toHaveAttribute(
      'href',
      '/flux/resources/r-root',
    );
    const needs = await region('Depends on');
    expect(needs).toHaveTextContent('Kustomization flux-system/db');
    expect(within(needs).queryByRole('link')).not.toBeInTheDocument();
    expect(await region('Labels')).toHaveTextContent('team=checkout');
  });

  it('never makes a link of a URL that could run or leak something', async () => {
    const detail = aDetail({
      resource: aResource({ url: 'javascript:alert(document.cookie)' }),
    });
    await renderAt(PAGE, anApi(detail));
    const from = await region('Source and revision');
    expect(from).toHaveTextContent('javascript:alert(document.cookie)');
    expect(within(from).queryByRole('link')).not.toBeInTheDocument();
  });

  it('groups the inventory by kind, searches it and links to resources', async () => {
    const inventory = Array.from({ length: 25 }, (_, i) => ({
      group: 'apps',
      kind: 'Deployment',
      namespace: 'shop',
      name: `web-${String(i).padStart(2, '0')}`,
    }));
    const release = {
      group: 'helm.toolkit.fluxcd.io',
      kind: 'HelmRelease',
      namespace: 'shop',
      name: 'db',
      resourceId: 'r-db',
    };
    await renderAt(
      PAGE,
      anApi(aDetail({ inventory: [...inventory, release] })),
    );
    const section = await region('Inventory (26 objects)');
    expect(
      within(section).getByRole('link', { name: 'shop/db' }),
    ).toHaveAttribute('href', '/flux/resources/r-db');
    expect(within(section).getByText('Deployment (25)')).toBeVisible();
    expect(within(section).queryByText('shop/web-24')).not.toBeInTheDocument();
    await userEvent.click(
      within(section).getByRole('button', { name: 'Show 5 more' }),
    );
    expect(within(section).getByText('shop/web-24')).toBeVisible();
    const search = within(section).getByRole('searchbox');
    await userEvent.type(search, 'web-24');
    expect(within(section).getAllByRole('listitem')).toHaveLength(1);
    await userEvent.type(search, 'x');
    expect(section).toHaveTextContent('No object matches “web-24x”.');
  });

  it.each([
    ['kustomize.toolkit.fluxcd.io', 'Kustomization', 1],
    ['source.toolkit.fluxcd.io', 'GitRepository', 0],
  ])(
    'speaks of an empty inventory only of kinds that have one: %s %s',
    async (group, kind, regions) => {
      const detail = aDetail({ resource: aResource({ group, kind }) });
      await renderAt(PAGE, anApi(detail));
      await region('Conditions');
      expect(
        screen.queryAllByRole('region', { name: /Inventory/ }),
      ).toHaveLength(regions);
    },
  );

  it('shows events apart from the rest: newest first, their failure is not the page’s', async () => {
    const api = anApi();
    api.listResourceEvents.mockRejectedValueOnce(
      new ServiceUnavailableError('the cluster does not answer'),
    );
    await renderAt(PAGE, api);
    const events = await region('Events');
    await within(events).findByText('the cluster does not answer');
    expect(screen.getByRole('heading', { name: 'cart' })).toBeVisible();

    api.listResourceEvents.mockResolvedValue({
      items: [
        {
          type: 'Warning',
          reason: 'HealthCheckFailed',
          message: 'timed out',
          count: 3,
          reporter: 'kustomize-controller',
        },
        { type: 'Normal', reason: 'Progressing', message: 'applied', count: 1 },
      ],
    });
    await userEvent.click(
      within(events).getByRole('button', { name: 'Try again' }),
    );
    await within(events).findByText('timed out');
    const items = within(events).getAllByRole('listitem');
    expect(items[0]).toHaveTextContent('HealthCheckFailed');
    expect(items[0]).toHaveTextContent('Warning');
    expect(items[0]).toHaveTextContent('3 times · by kustomize-controller');
    expect(items[1]).toHaveTextContent('Progressing');
    expect(events).not.toHaveTextContent('does not answer');
  });

  it('says that it is not live, and why', async () => {
    const detail = aDetail({
      live: false,
      liveMessage: 'connect ECONNREFUSED',
      freshness: {
        clusterId: 'c-eu',
        clusterName: 'prod-eu',
        connection: aConnection({ state: 'disconnected' }),
      },
    });
    await renderAt(PAGE, anApi(detail));
    expect(await screen.findByText(/Not live/)).toBeVisible();
    expect(screen.getByText('connect ECONNREFUSED')).toBeVisible();
    expect(screen.getByText(/Last contact with prod-eu/)).toBeVisible();
  });

  it('says that it is gone, with a way back', async () => {
    const api = anApi();
    api.getResource.mockRejectedValue(new NotFoundError('no resource r-cart'));
    await renderAt(PAGE, api);
    expect(
      await screen.findByText(/does not exist \(any more\)/),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'All resources' })).toHaveAttribute(
      'href',
      '/flux/resources',
    );
  });

  it('explains a failure to load and tries again', async () => {
    const api = anApi();
    api.getResource.mockRejectedValueOnce(new Error('boom'));
    await renderAt(PAGE, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('boom');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'cart' })).toBeVisible();
  });
});
