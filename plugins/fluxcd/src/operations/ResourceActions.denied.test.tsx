import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDetail } from '../resources/__testUtils__/fixtures';
import { ResourceActions } from './ResourceActions';

// Apart from the other tests of the menu: the permission hook caches answers for a whole file.
// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

describe('ResourceActions without a permission', () => {
  it('names it, and leaves the rest usable', async () => {
    await renderInTestApp(
      <ResourceActions detail={aDetail()} busy={false} onAct={() => {}} />,
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
    const reason =
      'You may not do this: the permission fluxcd.resource.reconcile is missing.';
    expect(await screen.findByText(reason)).toBeVisible();
    const button = screen.getByRole('button', { name: 'Reconcile' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(reason);
    const more = screen.getByRole('button', { name: 'More actions' });
    await waitFor(() => expect(more).toBeEnabled());
    await userEvent.click(more);
    const item = (name: RegExp) => screen.findByRole('menuitem', { name });
    expect(await item(/^ReconcileYou|^Reconcile You/)).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(await item(/^Suspend/)).not.toHaveAttribute('aria-disabled');
  });
});
