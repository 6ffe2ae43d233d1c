import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anApi,
  aTree,
  open,
  renderManaged,
} from './__testUtils__/renderManaged';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

describe('ManagedObjects', () => {
  it('shows objects by kind, the worst first, with health in words and reasons', async () => {
    await renderManaged(anApi());
    await screen.findByText('Degraded');
    expect(
      screen
        .getAllByRole('heading', { level: 4 })
        .map(h => h.textContent?.trim()),
    ).toEqual(['Deployment (1)', 'HelmRelease (1)']);
    expect(screen.getByText('The rollout makes no progress.')).toBeVisible();
    expect(screen.getByText('1 of 3 ready')).toBeVisible();
    expect(screen.getByRole('link', { name: 'shop/db' })).toHaveAttribute(
      'href',
      '/flux/resources/r-db',
    );
    const totals = screen.getByRole('list', { name: 'Health of all objects' });
    expect(totals).toHaveTextContent('Degraded: 1Healthy: 1');
  });

  it('keeps the names in sight when the cluster does not answer', async () => {
    const api = anApi();
    api.getResourceTree.mockRejectedValueOnce(
      new ServiceUnavailableError('no answer'),
    );
    await renderManaged(api);
    await screen.findByText('no answer');
    expect(screen.getByText('shop/cart')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Pods and actions of cart' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Degraded');
  });

  it('says what could not be looked up', async () => {
    const api = anApi();
    api.getResourceTree.mockResolvedValue(aTree({ unchecked: 3 }));
    await renderManaged(api);
    expect(
      await screen.findByText('3 objects could not be looked up.'),
    ).toBeVisible();
  });

  it('offers nothing for objects in another cluster', async () => {
    const api = anApi();
    api.getResourceTree.mockResolvedValue(
      aTree({ remote: true, unchecked: 2 }),
    );
    await renderManaged(api);
    await screen.findByText(/applies to another cluster/);
    expect(
      screen.queryByRole('button', { name: 'Pods and actions of cart' }),
    ).not.toBeInTheDocument();
  });

  it('folds out the pods of a workload', async () => {
    const api = anApi();
    await renderManaged(api);
    await open();
    await screen.findByText('cart-1-a');
    expect(screen.getByText('Container app: CrashLoopBackOff')).toBeVisible();
    expect(
      screen.getByText(/7 restarts · app: CrashLoopBackOff, sidecar: running/),
    ).toBeVisible();
    expect(api.listWorkloadPods).toHaveBeenCalledWith(
      {
        params: { resourceId: 'r-1' },
        query: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
      },
      expect.anything(),
    );
  });

  it('restarts after asking, and shows what came of it', async () => {
    const api = anApi();
    await renderManaged(api);
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restart' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(api.createOperation).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Restart' }),
    );
    await screen.findByText('Restart of cart: done');
    expect(screen.getByText('All its pods are new.')).toBeVisible();
    expect(api.createOperation).toHaveBeenCalledWith({
      body: {
        type: 'restart',
        targets: [
          {
            resourceId: 'r-1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
        ],
      },
    });
  });

  it('scales to a whole number, and says that Flux may set it back', async () => {
    const api = anApi();
    await renderManaged(api);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Scale' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(/Flux sets the number back/);
    const field = within(dialog).getByRole('textbox', { name: 'Replicas' });
    expect(field).toHaveValue('3');
    const confirm = within(dialog).getByRole('button', { name: 'Scale' });
    for (const wrong of ['1.5', '-1', '101', 'x']) {
      await userEvent.clear(field);
      await userEvent.type(field, wrong);
      expect(confirm).toBeDisabled();
    }
    await userEvent.clear(field);
    await userEvent.type(field, '5');
    await userEvent.click(confirm);
    expect(api.createOperation).toHaveBeenCalledWith({
      body: expect.objectContaining({ type: 'scale', replicas: 5 }),
    });
  });

  it('keeps the dialog open with the reason when it is refused', async () => {
    const api = anApi();
    api.createOperation.mockRejectedValue(
      new ConflictError('The HorizontalPodAutoscaler hpa sets its replicas'),
    );
    await renderManaged(api);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Scale' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Scale' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The HorizontalPodAutoscaler hpa sets its replicas',
    );
  });

  it('deletes the very pod that was looked at', async () => {
    const api = anApi();
    await renderManaged(api);
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete pod' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete pod' }),
    );
    expect(api.createOperation).toHaveBeenCalledWith({
      body: {
        type: 'delete-pod',
        targets: [
          { resourceId: 'r-1', namespace: 'shop', name: 'cart-1-a', uid: 'u1' },
        ],
      },
    });
  });

  it('offers no second act while one is under way, or the first would be lost sight of', async () => {
    const api = anApi();
    // It does not answer: the operation stays under way.
    api.getOperation.mockImplementation(() => new Promise(() => {}));
    await renderManaged(api);
    await open();
    const remove = await screen.findByRole('button', { name: 'Delete pod' });
    expect(remove).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: 'Restart' }));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Restart',
      }),
    );
    await screen.findByText('Restart of cart is under way');
    for (const name of ['Delete pod', 'Restart', 'Scale']) {
      expect(screen.getByRole('button', { name })).toBeDisabled();
    }
  });

  it('reads the log of a container, of the run before, and follows it', async () => {
    const api = anApi();
    await renderManaged(api);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Logs' }));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('The log has ended.');
    expect(api.getPodLogs.mock.calls.at(-1)?.at(0)).toEqual({
      params: { resourceId: 'r-1' },
      query: expect.objectContaining({
        pod: 'cart-1-a',
        container: 'app',
        tailLines: 200,
        follow: false,
      }),
    });
    await userEvent.click(
      within(dialog).getByRole('switch', { name: 'Previous run' }),
    );
    expect(api.getPodLogs.mock.calls.at(-1)?.at(0)).toMatchObject({
      query: { previous: true },
    });
    await userEvent.click(
      within(dialog).getByRole('switch', { name: 'Previous run' }),
    );

    api.getPodLogs.mockImplementation(async () =>
      (async function* endless() {
        yield 'first\n';
        await new Promise(() => {});
      })(),
    );
    await userEvent.click(
      within(dialog).getByRole('switch', { name: 'Follow' }),
    );
    await within(dialog).findByText('Following the log');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Pause' }),
    );
    await within(dialog).findByText(/Paused/);
  });

  it('begins with the container that the pod names as its default', async () => {
    const api = anApi();
    const { items } = await api.listWorkloadPods();
    api.listWorkloadPods.mockResolvedValue({
      items: items.map(pod => ({ ...pod, defaultContainer: 'sidecar' })),
      truncated: false,
    });
    await renderManaged(api);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Logs' }));
    await screen.findByText('The log has ended.');
    expect(api.getPodLogs.mock.calls.at(-1)?.at(0)).toMatchObject({
      query: { container: 'sidecar' },
    });
  });

  it('stops asking for an act that is no longer on record, and says so', async () => {
    const api = anApi();
    api.getOperation.mockRejectedValue(new NotFoundError('no operation'));
    await renderManaged(api);
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restart' }),
    );
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Restart',
      }),
    );
    await screen.findByText('Restart of cart: the end was not seen');
    expect(
      screen.getByText(
        'It is no longer on record: the pods below tell how it ended.',
      ),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Scale' })).toBeEnabled();
    await new Promise(done => setTimeout(done, 2_500));
    expect(api.getOperation).toHaveBeenCalledTimes(1);
  });

  it('tells an end from a log that broke off', async () => {
    const api = anApi();
    api.getPodLogs.mockImplementation(async () =>
      (async function* breaking() {
        yield 'first\n';
        throw new Error('network error');
      })(),
    );
    await renderManaged(api);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Logs' }));
    expect(await screen.findByText('The log broke off')).toBeVisible();
  });
});
