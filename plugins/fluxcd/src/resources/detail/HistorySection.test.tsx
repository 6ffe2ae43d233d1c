import { setScreenWidth } from '../__testUtils__/setScreenWidth';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  HistoryList,
  HistoryRecord,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDetail } from '../__testUtils__/fixtures';
import { renderAt } from '../__testUtils__/renderAt';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);
beforeAll(() => setScreenWidth(1440));

const AT = '2026-01-02T03:04:05.000Z';
const LATER = '2026-01-03T03:04:05.000Z';

function aRecord(overrides: Partial<HistoryRecord>): HistoryRecord {
  return {
    id: `h-${overrides.type}`,
    type: 'status',
    at: AT,
    resourceId: 'r-cart',
    clusterId: 'c-eu',
    clusterName: 'prod-eu',
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'shop',
    name: 'cart',
    uid: 'u-1',
    ...overrides,
  };
}

async function open(list: (limit: number) => Promise<HistoryList>) {
  const listResourceHistory = jest.fn(async ({ query }: any) =>
    list(query.limit),
  );
  await renderAt('/flux/resources/r-cart', {
    getResource: jest.fn(async () => aDetail()),
    listResourceEvents: jest.fn(async () => ({ items: [] })),
    listResourceHistory,
  });
  const section = await screen.findByRole('region', { name: 'History' });
  return { section, listResourceHistory };
}

describe('the history of a resource', () => {
  it('tells each thing that happened in words, newest first', async () => {
    const { section } = await open(async () => ({
      items: [
        aRecord({
          type: 'status',
          status: 'failed',
          previousStatus: 'ready',
          reason: 'HealthCheckFailed',
          message: 'timed out',
        }),
        aRecord({
          type: 'revision',
          revision: 'main@sha1:2222222233333333',
          previousRevision: 'main@sha1:1111111122222222',
        }),
        aRecord({
          type: 'reconciliation',
          outcome: 'ReconciliationSucceeded',
          count: 1440,
          durationMs: 1273,
          lastAt: LATER,
        }),
        aRecord({
          type: 'release',
          outcome: 'superseded',
          action: 'upgrade',
          chart: 'podinfo',
          appVersion: '6.5.0',
          releaseVersion: 3,
        }),
        aRecord({ type: 'deleted' }),
      ],
    }));
    const items = await within(section).findAllByRole('listitem');
    expect(items[0]).toHaveTextContent(
      /It was\s*Ready\s*Now it is\s*Failed.*timed out.*HealthCheckFailed/,
    );
    expect(items[1]).toHaveTextContent(
      /New revision.*main@sha1:22222222.*before:.*main@sha1:11111111/,
    );
    expect(items[2]).toHaveTextContent(
      /ReconciliationSucceeded.*1440 times.*took 1.27 s.*last/,
    );
    expect(items[3]).toHaveTextContent(
      /Release 3.*upgrade · superseded.*podinfo 6.5.0/,
    );
    expect(items[4]).toHaveTextContent('Deleted');
    expect(
      within(section).queryByRole('button', { name: 'Show older' }),
    ).not.toBeInTheDocument();
  });

  it('says that nothing has happened', async () => {
    const { section } = await open(async () => ({ items: [] }));
    expect(
      await within(section).findByText(/Nothing has happened/),
    ).toBeVisible();
    expect(within(section).queryByRole('list')).not.toBeInTheDocument();
  });

  it('says that it is loading', async () => {
    const { section } = await open(() => new Promise(() => {}));
    expect(within(section).getByRole('status')).toHaveTextContent(
      'Loading the history',
    );
  });

  it('explains a failure without harm to the page, and tries again', async () => {
    let isBroken = true;
    const { section } = await open(async () => {
      if (isBroken) throw new ServiceUnavailableError('database is away');
      return { items: [aRecord({ type: 'deleted' })] };
    });
    expect(await within(section).findByText('database is away')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'cart' })).toBeVisible();
    isBroken = false;
    await userEvent.click(
      within(section).getByRole('button', { name: 'Try again' }),
    );
    expect(await within(section).findByText('Deleted')).toBeVisible();
    expect(within(section).queryByText('database is away')).toBeNull();
  });

  it('shows older records when asked, and tells where it ends', async () => {
    const { section, listResourceHistory } = await open(async limit => ({
      items: Array.from({ length: limit }, (_, i) =>
        aRecord({ id: `h-${i}`, type: 'deleted' }),
      ),
      nextCursor: 'more',
    }));
    await within(section).findAllByRole('listitem');
    for (const shown of [30, 90, 270, 500]) {
      await userEvent.click(
        within(section).getByRole('button', { name: 'Show older' }),
      );
      await within(section).findByText(
        (_, element) =>
          element?.tagName === 'UL' && element.children.length === shown,
      );
    }
    expect(listResourceHistory.mock.calls.at(-1)![0].query.limit).toBe(500);
    expect(section).toHaveTextContent('The newest 500 are shown');
    expect(
      within(section).queryByRole('button', { name: 'Show older' }),
    ).toBeNull();
  });
});
