import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReconcileButtons } from './ReconcileButtons';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

const renderButton = (props: Partial<Parameters<typeof ReconcileButtons>[0]>) =>
  renderInTestApp(
    <ReconcileButtons
      reconcile={{ supported: true, withSource: true }}
      busy={false}
      onReconcile={() => {}}
      {...props}
    />,
    {
      apis: [
        [
          permissionApiRef,
          mockApis.permission({
            authorize: 'ALLOW',
          }),
        ],
      ] as const,
    },
  );
const button = () => screen.findByRole('button', { name: 'Reconcile' });

describe('ReconcileButtons', () => {
  it('reconciles alone, or with the source', async () => {
    const onReconcile = jest.fn();
    await renderButton({ onReconcile });
    await waitFor(async () => expect(await button()).toBeEnabled());
    await userEvent.click(await button());
    await userEvent.click(
      screen.getByRole('button', { name: 'Reconcile with source' }),
    );
    expect(onReconcile.mock.calls).toEqual([
      [{ withSource: false }],
      [{ withSource: true }],
    ]);
  });

  it('does not offer the source where there is none', async () => {
    await renderButton({ reconcile: { supported: true, withSource: false } });
    await waitFor(async () => expect(await button()).toBeEnabled());
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it.each([
    [
      'the backend refuses',
      {
        reconcile: {
          supported: false,
          withSource: false,
          refusal: 'Alert shop/cart has nothing to reconcile.',
        },
      },
      'Alert shop/cart has nothing to reconcile.',
    ],
    [
      'the backend gives no reason',
      { reconcile: { supported: false, withSource: false } },
      'This kind cannot be reconciled on request.',
    ],
    ['one is running', { busy: true }, 'A reconciliation is running.'],
  ])('is disabled with the reason when %s', async (_, props, reason) => {
    await renderButton(props);
    expect(await screen.findByText(reason)).toBeVisible();
    expect(await button()).toBeDisabled();
    expect(await button()).toHaveAccessibleDescription(reason);
  });
});
