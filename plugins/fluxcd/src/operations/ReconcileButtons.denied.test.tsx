import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen } from '@testing-library/react';
import { ReconcileButtons } from './ReconcileButtons';

// Apart from the other tests of the button: the permission hook caches answers for a whole file.
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
            authorize: ({ permission }) =>
              permission.name === 'fluxcd.resource.reconcile'
                ? 'DENY'
                : 'ALLOW',
          }),
        ],
      ] as const,
    },
  );
const button = () => screen.findByRole('button', { name: 'Reconcile' });

describe('ReconcileButtons without the permission', () => {
  it('is disabled and names the permission', async () => {
    await renderButton({});
    const reason =
      'You may not reconcile: the permission fluxcd.resource.reconcile is missing.';
    expect(await screen.findByText(reason)).toBeVisible();
    expect(await button()).toBeDisabled();
    expect(await button()).toHaveAccessibleDescription(reason);
    expect(
      screen.getByRole('button', { name: 'Reconcile with source' }),
    ).toBeDisabled();
  });
});
