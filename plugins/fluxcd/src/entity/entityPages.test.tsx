import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { createMockFluxcdApi } from '../../dev/createMockFluxcdApi';
import { rootRouteRef } from '../routes';
import { EntityFluxcdCard as LegacyCard } from '../legacy';
import { EntityFluxcdCard } from './EntityFluxcdCard';
import { EntityFluxcdContent } from './EntityFluxcdContent';
import { isFluxcdAvailable } from './isFluxcdAvailable';

jest.setTimeout(60_000);
const LONG = { timeout: 30_000 };

const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop', annotations },
});

async function show(
  page: JSX.Element,
  annotations?: Record<string, string>,
  change: Partial<FluxcdApi> = {},
  search = '',
) {
  const api = { ...createMockFluxcdApi(), ...change };
  const listResources = jest.spyOn(api, 'listResources');
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [fluxcdApiRef, api],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <EntityProvider entity={entity(annotations)}>{page}</EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/flux': rootRouteRef },
      routeEntries: [`/${search}`],
    },
  );
  return { listResources };
}

function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}

const empty = async () => ({
  items: [],
  total: 0,
  facets: { cluster: [], kind: [], namespace: [], status: [] },
  freshness: [],
});

describe('the pages of a catalog entity', () => {
  it('offers itself to entities whose annotations speak of Flux, readable or not', () => {
    expect(isFluxcdAvailable(entity())).toBe(false);
    expect(isFluxcdAvailable(entity({ 'a/b': 'c' }))).toBe(false);
    expect(
      isFluxcdAvailable(entity({ 'backstage.io/kubernetes-id': 'shop' })),
    ).toBe(true);
    expect(isFluxcdAvailable(entity({ 'fluxcd.io/resources': 'typo' }))).toBe(
      true,
    );
  });

  it('shows how to annotate an entity that is not', async () => {
    const { listResources } = await show(<EntityFluxcdContent />);
    expect(
      (await screen.findAllByText(/fluxcd\.io\/resources/, {}, LONG)).length,
    ).toBeGreaterThan(0);
    expect(listResources).not.toHaveBeenCalled();
  });

  it('lists what the annotations ask for, and narrows it by status', async () => {
    const { listResources } = await show(<EntityFluxcdContent />, {
      'fluxcd.io/resources': 'eu/shop/Kustomization/web',
      'backstage.io/kubernetes-id': 'shop',
    });
    const rows = await screen.findByRole('list', { name: 'Resources' }, LONG);
    expect(within(rows).getAllByRole('link').length).toBeGreaterThan(1);
    const selector = [
      'eu/shop/Kustomization/web',
      'backstage.io/kubernetes-id=shop',
    ];
    expect(listResources.mock.calls[0][0]?.query).toMatchObject({ selector });

    await userEvent.click(screen.getByRole('button', { name: /^Failed \d/ }));
    await waitFor(
      () =>
        expect(listResources.mock.lastCall![0]?.query).toMatchObject({
          selector,
          status: ['failed'],
        }),
      LONG,
    );
  });

  it('keeps its filters in the URL, beside what others keep there', async () => {
    const annotations = { 'backstage.io/kubernetes-id': 'shop' };
    const { listResources } = await show(
      <>
        <EntityFluxcdContent />
        <Address />
      </>,
      annotations,
      {},
      '?tab=1&flux-status=failed&flux-status=nonsense&flux-kind=Kustomization',
    );
    await screen.findByRole('list', { name: 'Resources' }, LONG);
    expect(listResources.mock.calls[0][0]?.query).toMatchObject({
      status: ['failed'],
      kind: ['Kustomization'],
    });
    await userEvent.click(screen.getByRole('button', { name: /^Failed \d/ }));
    await waitFor(
      () =>
        expect(screen.getByLabelText('address')).toHaveTextContent(
          '?tab=1&flux-kind=Kustomization',
        ),
      LONG,
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(screen.getByLabelText('address')).toHaveTextContent(/^\?tab=1$/);
  });

  it('names what of the annotation it cannot read, beside what it can', async () => {
    const { listResources } = await show(<EntityFluxcdContent />, {
      'fluxcd.io/resources': 'typo, eu/shop/Kustomization/web',
    });
    expect(
      await screen.findByText(/cannot be read: typo/, {}, LONG),
    ).toBeInTheDocument();
    expect(listResources.mock.calls[0][0]?.query?.selector).toEqual([
      'eu/shop/Kustomization/web',
    ]);
  });

  it('does not list the whole fleet when nothing of the annotation can be read', async () => {
    const { listResources } = await show(<EntityFluxcdCard />, {
      'fluxcd.io/resources': '*/*/*/*',
    });
    expect(
      await screen.findByText(/cannot be read/, {}, LONG),
    ).toBeInTheDocument();
    expect(listResources).not.toHaveBeenCalled();
  });

  it('says when no cluster has such a resource, and what was asked for, in the old system too', async () => {
    await show(
      <LegacyCard />,
      { 'backstage.io/kubernetes-id': 'shop' },
      { listResources: empty },
    );
    expect(
      await screen.findByText('No cluster has such a resource', {}, LONG),
    ).toBeInTheDocument();
    expect(
      screen.getByText('backstage.io/kubernetes-id=shop'),
    ).toBeInTheDocument();
  });
});
