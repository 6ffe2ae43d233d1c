import { NotAllowedError } from '@backstage/errors';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  type Activity,
  type ActivityList,
  type FluxcdApi,
  operationOutcomeSchema,
  operationTypeSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  configure,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { rootRouteRef } from '../routes';
import { activity } from '../translation/activity';
import { ActivityPage } from './ActivityPage';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

function anAct(change: Partial<Activity> = {}): Activity {
  return {
    id: 'a-1',
    at: new Date(Date.now() - 3_600_000).toISOString(),
    actor: 'user:default/ada',
    action: 'resource.reconcile',
    outcome: 'ready',
    clusterName: 'prod-eu',
    resourceId: 'r-cart',
    kind: 'Kustomization',
    namespace: 'shop',
    name: 'cart',
    ...change,
  };
}
function aList(
  items: Activity[],
  change: Partial<ActivityList> = {},
): ActivityList {
  return {
    items,
    choices: {
      action: ['resource.reconcile', 'cluster.delete'],
      outcome: ['ready', 'failed'],
      cluster: ['prod-eu'],
    },
    ...change,
  };
}

function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}

function show(
  listActivities: jest.Mock,
  options: { search?: string; exportActivities?: jest.Mock } = {},
) {
  const { search = '', exportActivities } = options;
  renderInTestApp(
    <>
      <ActivityPage />
      <Address />
    </>,
    {
      mountedRoutes: { '/flux': rootRouteRef },
      mountPath: '/flux/activity',
      initialRouteEntries: [`/flux/activity${search}`],
      apis: [
        [
          fluxcdApiRef,
          { listActivities, exportActivities } as unknown as FluxcdApi,
        ],
        mockApis.permission(),
      ],
    },
  );
}
const asked = (mock: jest.Mock) => mock.mock.calls.at(-1)[0].query;

describe('the activity', () => {
  it('has words for every act and every outcome that is recorded', () => {
    const ofWholes: Record<string, string> = {
      sync: 'cluster.sync',
      'source-sync': 'source.sync',
    };
    const acts = operationTypeSchema.options.map(
      type => ofWholes[type] ?? `resource.${type}`,
    );
    expect(Object.keys(activity.action)).toEqual(expect.arrayContaining(acts));
    // That of a cluster as a whole ends with the state of its operation.
    expect(Object.keys(activity.outcome)).toEqual(
      expect.arrayContaining([
        ...operationOutcomeSchema.options,
        'initiated',
        'succeeded',
        'unknown',
      ]),
    );
  });

  it('tells who did what to which target, with what outcome', async () => {
    show(
      jest.fn().mockResolvedValue(
        aList([
          anAct(),
          anAct({
            id: 'a-2',
            action: 'cluster.delete',
            outcome: 'failed',
            message: 'it was locked',
            resourceId: undefined,
            kind: undefined,
            name: undefined,
          }),
          anAct({ id: 'a-3', action: 'tenant.move', outcome: 'half-done' }),
        ]),
      ),
    );
    const table = await screen.findByRole('table', { name: 'Activity' });
    const [, first, second, third] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      '1 hour agouser:default/adaReconciledcartKustomization · shop · prod-euReady',
    );
    expect(within(first).getByRole('link', { name: 'cart' })).toHaveAttribute(
      'href',
      '/flux/resources/r-cart',
    );
    expect(second).toHaveTextContent('Removed the cluster');
    expect(second).toHaveTextContent('Failedit was locked');
    // What a newer backend records is shown as it is written.
    expect(third).toHaveTextContent('tenant.move');
    expect(third).toHaveTextContent('half-done');
  });

  it('keeps its filters in the URL and asks for what they say', async () => {
    const list = jest.fn().mockResolvedValue(aList([anAct()]));
    show(list, {
      search: '?actor=ada&outcome=failed&since=24h&cursor=abc&surplus=1',
    });
    await screen.findByRole('table');
    const { from, ...query } = asked(list);
    expect(query).toEqual({
      actor: 'ada',
      action: undefined,
      outcome: 'failed',
      cluster: undefined,
      to: undefined,
      cursor: 'abc',
    });
    const age = Date.now() - Date.parse(from);
    expect(age).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(age).toBeLessThan(25 * 3_600_000);
  });

  it('starts again at the newest when a filter changes', async () => {
    const user = userEvent.setup();
    const list = jest.fn().mockResolvedValue(aList([anAct()]));
    show(list, { search: '?cursor=abc' });
    await screen.findByRole('table');
    await user.type(screen.getByRole('searchbox', { name: 'Who' }), 'grace');
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '?actor=grace',
      ),
    );
    await waitFor(() =>
      expect(asked(list)).toMatchObject({ actor: 'grace', cursor: undefined }),
    );
  });

  it('drops from an edited link what the server would refuse', async () => {
    const list = jest.fn().mockResolvedValue(aList([anAct()]));
    show(list, { search: `?since=ever&action=${'x'.repeat(256)}` });
    await screen.findByRole('table');
    expect(asked(list)).toMatchObject({ from: undefined, action: undefined });
  });

  it('asks for days of one’s own choice, from the first to the end of the last', async () => {
    const list = jest.fn().mockResolvedValue(aList([anAct()]));
    show(list, { search: '?since=days&from=2026-11-01&to=2026-11-02' });
    await screen.findByRole('table');
    expect(asked(list)).toMatchObject({
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 10, 3).toISOString(),
    });
    const from = screen.getByLabelText('From');
    expect(from).toHaveValue('2026-11-01');

    fireEvent.change(from, { target: { value: '2026-11-03' } });
    const rule = '“From” must not be after “To”.';
    expect(await screen.findByText(rule)).toBeVisible();
    expect(from).toBeInvalid();
    expect(from).toHaveAccessibleDescription(rule);
    expect(screen.getByLabelText('address')).toHaveTextContent(
      'from=2026-11-01',
    );

    fireEvent.change(screen.getByLabelText('To'), {
      target: { value: '2026-11-03' },
    });
    expect(screen.queryByText(rule)).not.toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        'since=days&from=2026-11-03&to=2026-11-03',
      ),
    );
  });

  it.each([
    ['days in the wrong order', '?since=days&from=2026-11-03&to=2026-11-02'],
    ['no days', '?since=days&from=2026-02-31&to=tomorrow'],
    ['days beside a period', '?from=2026-11-01&to=2026-11-02'],
  ])('drops %s from an edited link', async (_, search) => {
    const list = jest.fn().mockResolvedValue(aList([anAct()]));
    show(list, { search });
    await screen.findByRole('table');
    expect(asked(list)).toMatchObject({ from: undefined, to: undefined });
  });

  it('cuts digests in what was observed, as everywhere', async () => {
    const message = `Resumed. Applied revision: main@sha1:${'a1b2c3d4'.repeat(
      5,
    )}`;
    show(jest.fn().mockResolvedValue(aList([anAct({ message })])));
    expect(
      await screen.findByText('Resumed. Applied revision: main@sha1:a1b2c3d4'),
    ).toBeVisible();
  });

  it('leads to older acts and back to the newest', async () => {
    const user = userEvent.setup();
    const list = jest
      .fn()
      .mockImplementation(async ({ query }) =>
        query.cursor
          ? aList([anAct({ id: 'a-old', actor: 'user:default/old' })])
          : aList([anAct()], { nextCursor: 'abc' }),
      );
    show(list);
    await user.click(await screen.findByRole('button', { name: 'Older' }));
    expect(await screen.findByText('user:default/old')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Older' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Newest' }));
    expect(await screen.findByText('user:default/ada')).toBeVisible();
  });

  it('saves what the filters leave as a file', async () => {
    const user = userEvent.setup();
    const saved: string[] = [];
    URL.createObjectURL = jest.fn(() => 'blob:file');
    URL.revokeObjectURL = jest.fn();
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const exportActivities = jest
      .fn()
      .mockResolvedValueOnce(new File(['x'], 'activities.csv'))
      .mockRejectedValueOnce(new Error('at most 20000 rows'));
    show(jest.fn().mockResolvedValue(aList([anAct()])), {
      search: '?actor=ada&cursor=abc',
      exportActivities,
    });
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'As CSV' }));
    await waitFor(() => expect(saved).toEqual(['activities.csv']));
    expect(asked(exportActivities)).toMatchObject({
      actor: 'ada',
      format: 'csv',
    });
    expect(asked(exportActivities)).not.toHaveProperty('cursor');

    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'As JSON' }));
    expect(
      await screen.findByText('The export failed: at most 20000 rows'),
    ).toBeVisible();
  });

  it('tells an empty record from filters that match nothing', async () => {
    const user = userEvent.setup();
    show(jest.fn().mockResolvedValue(aList([])), { search: '?actor=nobody' });
    await user.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('Nothing was done yet')).toBeVisible();
  });

  it('names the permission that is missing', async () => {
    show(jest.fn().mockRejectedValue(new NotAllowedError('no')));
    expect(
      await screen.findByText(/needs the permission fluxcd.activity.read/),
    ).toBeVisible();
  });
});
