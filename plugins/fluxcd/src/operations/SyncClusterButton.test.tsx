import { NotFoundError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anOperation } from '../resources/__testUtils__/fixtures';
import { rootRouteRef } from '../routes';
import { SyncClusterButton } from './SyncClusterButton';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

const [target] = anOperation().targets;
const aSync = (overrides: Partial<Operation> = {}) =>
  anOperation(
    {},
    {
      id: 'op-sync',
      type: 'sync',
      finishedAt: undefined,
      targets: [
        { ...target, resourceId: 'r-1', name: 'fleet', state: 'succeeded' },
        { ...target, resourceId: 'r-2', name: 'cart', state: 'running' },
        { ...target, resourceId: 'r-3', name: 'pay', state: 'pending' },
      ],
      ...overrides,
    },
  );

async function renderButton(operation: Operation) {
  const api = {
    syncCluster: jest.fn(async () => operation),
    getOperation: jest.fn(async () => operation),
  };
  const onFinished = jest.fn();
  await renderInTestApp(
    <SyncClusterButton
      clusterId="c-eu"
      clusterName="prod-eu"
      isDisabled={false}
      onFinished={onFinished}
    />,
    {
      apis: [[fluxcdApiRef, api as any]] as const,
      mountedRoutes: { '/flux': rootRouteRef },
    },
  );
  const button = await screen.findByRole('button', { name: 'Sync all' });
  await userEvent.click(button);
  return { api, onFinished, dialog: await screen.findByRole('dialog') };
}
const confirm = (dialog: HTMLElement) =>
  userEvent.click(within(dialog).getByRole('button', { name: 'Sync now' }));

describe('SyncClusterButton', () => {
  it('says what it will do before it does it', async () => {
    const { api, dialog } = await renderButton(aSync());
    expect(dialog).toHaveTextContent('Sync all of prod-eu?');
    expect(dialog).toHaveTextContent('What is suspended is left alone.');
    expect(api.syncCluster).not.toHaveBeenCalled();
  });

  it('counts while it runs, and shows each resource', async () => {
    const { api, dialog } = await renderButton(aSync());
    await confirm(dialog);
    expect(api.syncCluster).toHaveBeenCalledWith({
      params: { clusterId: 'c-eu' },
    });
    expect(await within(dialog).findByText('1 of 3 done')).toBeVisible();
    const items = within(dialog).getAllByRole('listitem');
    expect(items.map(item => item.textContent)).toEqual([
      expect.stringContaining('shop/cartIn progress'),
      expect.stringContaining('shop/payNot started'),
      expect.stringContaining('shop/fleetDone'),
    ]);
    expect(
      within(dialog).getByRole('button', { name: 'Sync again' }),
    ).toBeDisabled();
  });

  it('puts what failed first, with the reason, and tells the page that it is over', async () => {
    const { dialog, onFinished } = await renderButton(
      aSync({
        state: 'failed',
        finishedAt: '2026-01-02T03:04:12.000Z',
        targets: [
          { ...target, resourceId: 'r-1', name: 'fleet', state: 'skipped' },
          {
            ...target,
            resourceId: 'r-2',
            state: 'failed',
            outcome: 'failed',
            message: 'cannot clone',
          },
        ],
      }),
    );
    await confirm(dialog);
    expect(
      await within(dialog).findByText(
        /1 resource was not reconciled · 1 was left alone/,
      ),
    ).toBeVisible();
    const [first] = within(dialog).getAllByRole('listitem');
    expect(first).toHaveTextContent('cannot clone');
    expect(onFinished).toHaveBeenCalledTimes(1);
  });

  it('shows nobody the operation of something else as its own', async () => {
    const { dialog } = await renderButton(
      aSync({ targets: [{ ...target, clusterId: 'c-us' }] }),
    );
    await confirm(dialog);
    expect(dialog).toHaveTextContent('Sync all of prod-eu?');
    expect(within(dialog).queryByRole('listitem')).toBeNull();
  });

  it('stops asking for a sync that is no longer on record, and offers another', async () => {
    const { api, dialog } = await renderButton(aSync());
    api.getOperation.mockRejectedValue(new NotFoundError('no operation'));
    await confirm(dialog);
    expect(
      await within(dialog).findByText('This operation is no longer on record'),
    ).toBeVisible();
    expect(within(dialog).queryByText('It was not started')).toBeNull();
    // Changing the pace reads once more.
    await waitFor(() => expect(api.getOperation).toHaveBeenCalledTimes(2));
    await new Promise(done => setTimeout(done, 4_500));
    expect(api.getOperation).toHaveBeenCalledTimes(2);
    expect(
      within(dialog).getByText('This operation is no longer on record'),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('button', { name: 'Sync now' }),
    ).toBeEnabled();
  });

  it('asks the more rarely the more there is to be told', async () => {
    const targets = Array.from({ length: 250 }, (_, i) => ({
      ...target,
      resourceId: `r-${i}`,
      state: 'running' as const,
    }));
    const { api, dialog } = await renderButton(aSync({ targets }));
    await confirm(dialog);
    expect(await within(dialog).findByText('0 of 250 done')).toBeVisible();
    // Twice, because the pace changes with the first answer; at two seconds it would be more.
    await new Promise(done => setTimeout(done, 4_500));
    expect(api.getOperation).toHaveBeenCalledTimes(2);
  });

  it('says why it was not started', async () => {
    const { api, dialog } = await renderButton(aSync());
    api.syncCluster.mockRejectedValueOnce(new Error('nothing to reconcile'));
    await confirm(dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'nothing to reconcile',
    );
  });
});
