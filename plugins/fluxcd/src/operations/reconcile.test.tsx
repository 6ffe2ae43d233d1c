import { setScreenWidth } from '../resources/__testUtils__/setScreenWidth';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  Operation,
  ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aDetail,
  anOperation,
  aStep,
} from '../resources/__testUtils__/fixtures';
import { renderAt } from '../resources/__testUtils__/renderAt';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);
beforeAll(() => setScreenWidth(1440));

const PAGE = '/flux/resources/r-cart';
const address = () => screen.getByLabelText('address').textContent;
const region = (name: string | RegExp) => screen.findByRole('region', { name });

function anApi(detail: ResourceDetail = aDetail()) {
  return {
    getResource: jest.fn(async () => detail),
    listResourceEvents: jest.fn(async () => ({ items: [] as any[] })),
    listResourceHistory: jest.fn(async () => ({ items: [] as any[] })),
    createOperation: jest.fn(async () => anOperation()),
    getOperation: jest.fn(async (): Promise<Operation> => anOperation()),
  };
}

describe('Reconcile', () => {
  const button = () => screen.findByRole('button', { name: 'Reconcile' });

  it('asks for it, follows it in the URL and shows the outcome that was observed', async () => {
    const api = anApi();
    api.getOperation.mockResolvedValueOnce(
      anOperation({
        steps: [aStep({ message: 'waiting for the controller' })],
      }),
    );
    api.getOperation.mockResolvedValue(
      anOperation({
        state: 'succeeded',
        outcome: 'ready',
        steps: [aStep({ state: 'succeeded', revision: 'main@sha1:abc' })],
      }),
    );
    await renderAt(PAGE, api);
    await userEvent.click(await button());
    expect(api.createOperation).toHaveBeenCalledWith({
      body: {
        type: 'reconcile',
        withSource: false,
        targets: [{ resourceId: 'r-cart' }],
      },
    });
    expect(address()).toBe(`${PAGE}?operation=op-1`);
    const panel = await region('Reconciliation');
    expect(
      await within(panel).findByText('waiting for the controller'),
    ).toBeVisible();
    expect(await button()).toBeDisabled();

    expect(
      await within(panel).findByText(
        'Reconciled: ready at revision main@sha1:abc',
      ),
    ).toBeVisible();
    expect(panel).toHaveTextContent('Took 7 s');
    // Read aloud, too.
    expect(screen.getAllByRole('status').map(s => s.textContent)).toContain(
      'Reconciled: ready at revision main@sha1:abc',
    );
    await waitFor(async () => expect(await button()).toBeEnabled());

    await userEvent.click(within(panel).getByRole('button', { name: 'Close' }));
    expect(address()).toBe(PAGE);
    expect(panel).not.toBeInTheDocument();
  });

  it('goes on following an operation after a reload', async () => {
    const api = anApi();
    await renderAt(`${PAGE}?operation=op-1`, api);
    expect(
      await screen.findByText('Reconciling Kustomization cart', {
        selector: 'section *',
      }),
    ).toBeVisible();
    expect(api.getOperation).toHaveBeenCalledWith(
      { params: { operationId: 'op-1' }, query: { resourceId: 'r-cart' } },
      expect.anything(),
    );
    expect(api.createOperation).not.toHaveBeenCalled();
  });

  it('does the source first when asked to', async () => {
    const api = anApi();
    api.getOperation.mockResolvedValue(
      anOperation(
        {
          steps: [
            aStep({
              kind: 'GitRepository',
              namespace: 'flux-system',
              name: 'fleet',
              resourceId: 'r-fleet',
              state: 'succeeded',
            }),
            aStep(),
          ],
        },
        { withSource: true },
      ),
    );
    await renderAt(PAGE, api);
    await button();
    await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^Reconcile with source/ }),
    );
    expect(api.createOperation).toHaveBeenCalledWith({
      body: expect.objectContaining({ withSource: true }),
    });
    const panel = await region('Reconciliation with source');
    const steps = await within(panel).findAllByRole('listitem');
    expect(steps[0]).toHaveTextContent(
      'SourceGitRepository flux-system/fleetDone',
    );
    expect(steps[1]).toHaveTextContent(
      'TargetKustomization shop/cartIn progress',
    );
    expect(within(steps[0]).getByRole('link')).toHaveAttribute(
      'href',
      '/flux/resources/r-fleet',
    );
    expect(within(steps[1]).queryByRole('link')).not.toBeInTheDocument();
  });

  it.each([
    [
      'failed',
      'Failed for good: Flux waits for a change of the spec or the source',
    ],
    ['retrying', 'It failed, and Flux tries again by itself'],
    [
      'waiting',
      'It waits for a dependency and goes on by itself when that is ready',
    ],
    [
      'source-failed',
      'The source did not become ready, so the target was left alone',
    ],
    ['suspended', 'Not reconciled, because it is suspended: resume it first'],
    ['gone', 'It was deleted or replaced meanwhile'],
    [
      'timed-out',
      'Nothing conclusive was observed in time; Flux may still be at work',
    ],
    ['refused', 'The API server of the cluster refused the request'],
    [
      'unreachable',
      'The cluster did not answer; the request may or may not have arrived',
    ],
    [
      'interrupted',
      'The portal lost sight of it; it may or may not have happened',
    ],
  ] as const)('tells the outcome %s in words', async (outcome, words) => {
    const api = anApi();
    api.getOperation.mockResolvedValue(
      anOperation({ state: 'failed', outcome, message: 'because of this' }),
    );
    await renderAt(`${PAGE}?operation=op-1`, api);
    const panel = await region('Reconciliation');
    expect(await within(panel).findByText(words)).toBeVisible();
    expect(within(panel).getByText('because of this')).toBeVisible();
  });

  it('keeps the panel of an operation whose resource is gone', async () => {
    const api = anApi();
    api.getResource.mockRejectedValue(new NotFoundError('gone'));
    api.getOperation.mockResolvedValue(
      anOperation({ state: 'failed', outcome: 'gone' }),
    );
    await renderAt(`${PAGE}?operation=op-1`, api);
    expect(await screen.findByText(/does not exist/)).toBeVisible();
    expect(await region('Reconciliation')).toHaveTextContent(
      'It was deleted or replaced meanwhile',
    );
  });

  it('says why it was not started', async () => {
    const api = anApi();
    api.createOperation.mockRejectedValueOnce(
      new ConflictError('shop/cart is suspended'),
    );
    await renderAt(PAGE, api);
    await userEvent.click(await button());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('It was not started');
    expect(alert).toHaveTextContent('shop/cart is suspended');
    expect(address()).toBe(PAGE);
    await waitFor(async () => expect(await button()).toBeEnabled());
  });

  it('keeps polling when the portal does not answer for a while', async () => {
    const api = anApi();
    api.getOperation.mockRejectedValueOnce(new Error('connection reset'));
    await renderAt(`${PAGE}?operation=op-1`, api);
    expect(await screen.findByText(/The portal does not answer/)).toBeVisible();
    await waitFor(() =>
      expect(
        screen.queryByText(/The portal does not answer/),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.getByText('Reconciling Kustomization cart', {
        selector: 'section *',
      }),
    ).toBeVisible();
  });

  it('says so when the operation is no longer on record', async () => {
    const api = anApi();
    api.getOperation.mockRejectedValueOnce(
      new NotFoundError('no operation op-1'),
    );
    // A later read, still under way, does not bring it back.
    api.getOperation.mockReturnValue(new Promise(() => {}));
    await renderAt(`${PAGE}?operation=op-1`, api);
    expect(
      await screen.findByText('This operation is no longer on record'),
    ).toBeVisible();
    expect(await button()).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(address()).toBe(PAGE);
  });

  it('does not show somebody else’s operation as this resource’s', async () => {
    const api = anApi();
    api.getOperation.mockResolvedValue(
      anOperation({ resourceId: 'r-other', name: 'other' }),
    );
    await renderAt(`${PAGE}?operation=op-1`, api);
    expect(
      await screen.findByText('This operation is no longer on record'),
    ).toBeVisible();
    expect(screen.queryByText(/other/)).not.toBeInTheDocument();
  });

  it('asks for nothing that cannot be an id', async () => {
    const api = anApi();
    await renderAt(`${PAGE}?operation=..%2Fclusters`, api);
    expect(await button()).toBeEnabled();
    expect(api.getOperation).not.toHaveBeenCalled();
  });
});

describe('Following an operation', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  it('reads the resource again as soon as the operation ends', async () => {
    const api = anApi();
    await renderAt(`${PAGE}?operation=op-1`, api);
    await region('Reconciliation');
    api.getOperation.mockResolvedValue(
      anOperation({ state: 'succeeded', outcome: 'ready' }),
    );
    expect(api.getResource).toHaveBeenCalledTimes(1);
    // Far less than the page's own interval.
    await act(() => jest.advanceTimersByTimeAsync(1_500));
    expect(api.getResource).toHaveBeenCalledTimes(2);
  });

  it('polls a running operation and leaves a finished one alone', async () => {
    const api = anApi();
    await renderAt(`${PAGE}?operation=op-1`, api);
    await region('Reconciliation');
    const before = api.getOperation.mock.calls.length;
    await act(() => jest.advanceTimersByTimeAsync(5_100));
    expect(api.getOperation.mock.calls.length).toBeGreaterThanOrEqual(
      before + 4,
    );
    api.getOperation.mockResolvedValue(
      anOperation({ state: 'succeeded', outcome: 'ready' }),
    );
    await act(() => jest.advanceTimersByTimeAsync(3_000));
    const after = api.getOperation.mock.calls.length;
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(api.getOperation.mock.calls.length).toBe(after);
  });
});
