import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type {
  FluxcdApi,
  Summary,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aConnection, aResource } from '../resources/__testUtils__/fixtures';
import { rootRouteRef } from '../routes';
import {
  aClusterSummary,
  aSummary,
  someCounts,
} from './__testUtils__/aSummary';
import { DashboardPage } from './DashboardPage';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

function show(...answers: Array<Summary | Error>) {
  const getSummary = jest.fn();
  for (const answer of answers) {
    if (answer instanceof Error) getSummary.mockRejectedValueOnce(answer);
    else getSummary.mockResolvedValueOnce(answer);
  }
  renderInTestApp(<DashboardPage />, {
    mountedRoutes: { '/flux': rootRouteRef },
    apis: [
      [fluxcdApiRef, { getSummary } as unknown as FluxcdApi],
      mockApis.permission(),
    ],
  });
  return getSummary;
}
const region = (name: string) => screen.findByRole('region', { name });
const hrefs = (element: HTMLElement) =>
  within(element)
    .getAllByRole('link')
    .map(link => [
      link.getAttribute('aria-label') ?? link.textContent,
      link.getAttribute('href'),
    ]);

describe('the overview of the fleet', () => {
  it('counts everything, and each number leads to exactly those', async () => {
    show(aSummary({ counts: someCounts({ failed: 2, ready: 1500 }) }));
    expect(
      await screen.findByText('1,502 resources in 2 clusters'),
    ).toBeInTheDocument();
    expect(hrefs(await region('All resources by status'))).toEqual([
      ['1,502All resources', '/flux/resources'],
      ['2Failed', '/flux/resources?status=failed'],
      ['1,500Ready', '/flux/resources?status=ready'],
    ]);
  });

  it('counts stopped clusters apart from those that cannot be reached', async () => {
    const off = aConnection({ state: 'stopped', message: 'It is off.' });
    show(
      aSummary({
        clusters: [
          aClusterSummary('on'),
          aClusterSummary('off-1', { connection: off }),
          aClusterSummary('off-2', { connection: off, environment: 'lab' }),
        ],
      }),
    );
    expect(await screen.findByText(/2 clusters are stopped/)).toHaveTextContent(
      '2 clusters are stopped: their numbers are as of their last contact',
    );
    expect(await region('By environment')).toHaveTextContent(
      'one cluster is stopped',
    );
    expect(screen.queryByText(/not current/)).toBeNull();
    expect(
      screen.queryByRole('region', { name: 'Connection problems' }),
    ).toBeNull();
  });

  it('breaks the numbers down, the worst cluster first, with links to the same numbers', async () => {
    show(
      aSummary({
        counts: someCounts({ failed: 1, ready: 5 }),
        clusters: [
          aClusterSummary('aa', { environment: 'production' }),
          aClusterSummary('zz', {
            title: 'Worst',
            environment: 'production',
            counts: someCounts({ failed: 1, ready: 2 }),
          }),
        ],
        kinds: [
          { kind: 'HelmRelease', counts: someCounts({ failed: 1, ready: 5 }) },
        ],
      }),
    );
    expect(hrefs(await region('By cluster'))).toEqual([
      ['Worst: 3 in all', '/flux/resources?cluster=c-zz'],
      ['1 failed', '/flux/resources?status=failed&cluster=c-zz'],
      ['2 ready', '/flux/resources?status=ready&cluster=c-zz'],
      ['aa: 3 in all', '/flux/resources?cluster=c-aa'],
      ['3 ready', '/flux/resources?status=ready&cluster=c-aa'],
    ]);
    expect(hrefs(await region('By environment'))[0]).toEqual([
      'production: 6 in all',
      '/flux/resources?cluster=c-aa&cluster=c-zz',
    ]);
    expect(hrefs(await region('By kind'))[1]).toEqual([
      '1 failed',
      '/flux/resources?status=failed&kind=HelmRelease',
    ]);
  });

  it('does not link the numbers of an environment that the list could not filter by', async () => {
    show(
      aSummary({
        clusters: Array.from({ length: 101 }, (_, i) =>
          aClusterSummary(`n${i}`, { environment: 'edge' }),
        ),
      }),
    );
    const environments = await region('By environment');
    expect(within(environments).getByText('303')).toBeInTheDocument();
    expect(within(environments).queryByRole('link')).not.toBeInTheDocument();
    expect(
      within(await region('By cluster')).getByRole('link', {
        name: 'All 101 clusters',
      }),
    ).toHaveAttribute('href', '/flux/clusters');
  });

  it('puts what failed first, with its reason and its age', async () => {
    show(
      aSummary({
        counts: someCounts({ failed: 12, ready: 1 }),
        failed: [
          aResource({
            status: 'failed',
            reason: 'BuildFailed',
            message: 'path not found',
            statusSince: new Date(Date.now() - 2 * 3_600_000).toISOString(),
          }),
        ],
      }),
    );
    const failed = await region('Failed');
    expect(
      within(failed).getByText('BuildFailed: path not found'),
    ).toBeVisible();
    expect(within(failed).getByText('2 hours ago')).toBeVisible();
    expect(within(failed).getByRole('link', { name: 'cart' })).toHaveAttribute(
      'href',
      '/flux/resources/r-cart',
    );
    expect(
      within(failed).getByRole('link', { name: 'See all 12 failed' }),
    ).toHaveAttribute('href', '/flux/resources?status=failed');
  });

  it('shows what is stuck only when something is', async () => {
    show(aSummary({ stuck: [aResource({ status: 'waiting' })] }));
    expect(
      within(await region('Stuck')).getByText('Waiting'),
    ).toBeInTheDocument();
  });

  it('says who suspended what, why and how long ago, where it was written down', async () => {
    show(
      aSummary({
        counts: someCounts({ suspended: 2 }),
        suspended: [
          aResource({
            id: 'r-1',
            name: 'one',
            status: 'suspended',
            suspension: {
              by: 'user:default/ada',
              reason: 'load test',
              at: new Date(Date.now() - 3 * 86_400_000).toISOString(),
            },
          }),
          aResource({
            id: 'r-2',
            name: 'two',
            status: 'suspended',
            suspension: {},
          }),
        ],
      }),
    );
    const suspended = await region('Suspended');
    const [one, two] = within(suspended).getAllByRole('listitem');
    expect(one).toHaveTextContent('3 days ago');
    expect(one).toHaveTextContent('By user:default/ada; reason: load test');
    expect(two).toHaveTextContent(
      'By whom is not written down; no reason was given; since when is not written down',
    );
  });

  it('tells what changed lately, by when it changed', async () => {
    show(
      aSummary({
        changed: [
          aResource({
            statusSince: new Date().toISOString(),
            changedAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
          }),
        ],
      }),
    );
    const changed = await region('Recent changes');
    expect(within(changed).getByText('2 hours ago')).toBeVisible();
    expect(within(changed).queryByText('just now')).not.toBeInTheDocument();
  });

  it('says that all is well only when all clusters are current', async () => {
    show(aSummary());
    expect(await screen.findByText('Nothing has failed.')).toBeVisible();
    expect(screen.queryByText(/not current/)).not.toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Connection problems' }),
    ).not.toBeInTheDocument();
  });

  it('names a cluster that is cut off, why, and how old its numbers are', async () => {
    show(
      aSummary({
        clusters: [
          aClusterSummary('eu'),
          aClusterSummary('us', {
            title: 'US',
            environment: 'production',
            connection: aConnection({
              state: 'disconnected',
              reason: 'tls',
              message: 'certificate has expired',
              lastContactAt: new Date(Date.now() - 5 * 60_000).toISOString(),
            }),
          }),
          aClusterSummary('new', {
            connection: aConnection({
              state: 'connecting',
              lastContactAt: undefined,
            }),
            counts: someCounts({}),
          }),
        ],
      }),
    );
    const problems = await region('Connection problems');
    expect(
      within(problems).getByText('The TLS certificate is not trusted'),
    ).toBeVisible();
    expect(within(problems).getByText('certificate has expired')).toBeVisible();
    expect(within(problems).getAllByRole('listitem')).toHaveLength(1);
    expect(within(problems).getByRole('link', { name: 'US' })).toHaveAttribute(
      'href',
      '/flux/clusters/c-us',
    );
    const rows = within(await region('By cluster')).getAllByText(
      /as of|not read/,
    );
    expect(rows.map(row => row.textContent)).toEqual([
      'as of 5 minutes ago',
      'not read yet',
    ]);
    expect(
      screen.getByText(/2 clusters are not current: their numbers/),
    ).toBeVisible();
    expect(
      within(await region('By environment')).getAllByText(
        'one cluster is not current',
      ),
    ).toHaveLength(2);
    expect(screen.getByText(/Nothing is known to have failed/)).toBeVisible();
  });

  it('puts first what does not answer, then what fails most, and shows no more than ten clusters', async () => {
    const failing = (n: number) => someCounts({ failed: n, ready: 1 });
    const lost = aConnection({ state: 'disconnected', message: 'no route' });
    const degraded = aConnection({ state: 'degraded', message: 'a kind' });
    show(
      aSummary({
        counts: someCounts({ failed: 3, ready: 9 }),
        clusters: [
          ...Array.from({ length: 8 }, (_, i) => aClusterSummary(`a${i}`)),
          aClusterSummary('few', { counts: failing(1), connection: degraded }),
          aClusterSummary('many', { counts: failing(2) }),
          aClusterSummary('zlost', { connection: lost }),
        ],
        kinds: [
          { kind: 'Bucket', counts: failing(1) },
          { kind: 'Kustomization', counts: failing(2) },
        ],
        failed: [aResource({ clusterId: 'c-zlost', status: 'failed' })],
      }),
    );
    const names = (where: HTMLElement) =>
      hrefs(where).flatMap(([name]) => /(.*): /.exec(name ?? '')?.[1] ?? []);
    const clusters = names(await region('By cluster'));
    expect(clusters.slice(0, 4)).toEqual(['zlost', 'many', 'few', 'a0']);
    expect(clusters).toHaveLength(10);
    expect(names(await region('By kind'))).toEqual(['Kustomization', 'Bucket']);
    expect(
      within(await region('Connection problems'))
        .getAllByRole('listitem')
        .map(item => /zlost|few/.exec(item.textContent ?? '')?.[0]),
    ).toEqual(['zlost', 'few']);
    expect(
      within(await region('Failed')).getByTitle(/cluster/i),
    ).toBeInTheDocument();
  });

  it('writes out characters that would change how a text reads', async () => {
    const evil = (text: string) => `\u202e${text}`;
    show(
      aSummary({
        counts: someCounts({ failed: 1, suspended: 1 }),
        clusters: [
          aClusterSummary('eu', {
            title: evil('title'),
            connection: aConnection({
              state: 'disconnected',
              message: evil('trouble'),
            }),
          }),
        ],
        failed: [
          aResource({
            name: evil('name'),
            namespace: evil('namespace'),
            reason: evil('reason'),
            message: evil('message'),
          }),
        ],
        suspended: [
          aResource({
            id: 'r-2',
            suspension: { by: evil('by'), reason: evil('why') },
          }),
        ],
      }),
    );
    await region('Failed');
    const shown = document.body.textContent ?? '';
    for (const text of [
      'name',
      'namespace',
      'reason',
      'by',
      'why',
      'trouble',
    ]) {
      expect(shown).toContain(`\\u202e${text}`);
    }
    // Among the problems, and where the numbers are.
    expect(shown.split('\\u202etitle')).toHaveLength(3);
    expect(shown).not.toContain('\u202e');
  });

  it('leads a new portal to its first cluster', async () => {
    show(
      aSummary({ counts: someCounts({}), clusters: [], kinds: [], failed: [] }),
    );
    expect(
      await screen.findByRole('link', { name: 'Go to clusters' }),
    ).toHaveAttribute('href', '/flux/clusters');
  });

  it('tells clusters without Flux objects from a portal without clusters', async () => {
    show(
      aSummary({
        counts: someCounts({}),
        clusters: [aClusterSummary('eu', { counts: someCounts({}) })],
        kinds: [],
      }),
    );
    expect(await screen.findByText('No Flux resources yet')).toBeVisible();
  });

  it('explains an error, and tries again', async () => {
    const getSummary = show(new Error('the database is away'), aSummary());
    expect(await screen.findByText('the database is away')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nothing has failed.')).toBeVisible();
    expect(getSummary).toHaveBeenCalledTimes(2);
  });

  it('explains a refusal as one', async () => {
    show(new NotAllowedError('no'));
    expect(
      await screen.findByText(/needs the permission fluxcd.read/),
    ).toBeVisible();
  });
});
