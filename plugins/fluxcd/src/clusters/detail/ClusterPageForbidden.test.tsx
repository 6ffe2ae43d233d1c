import {
  fluxcdClusterDeletePermission,
  fluxcdClusterSyncPermission,
  fluxcdClusterUpdatePermission,
  fluxcdResourceReconcilePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen } from '@testing-library/react';
import { renderClusterPage as renderPage } from '../__testUtils__/renderClusterPage';

// In a file of its own: Backstage remembers decisions for the life of the page, here of the file.
describe('ClusterPage without permissions', () => {
  it('names to those who may only read what they lack', async () => {
    const denied = [
      fluxcdClusterUpdatePermission.name,
      fluxcdClusterDeletePermission.name,
      fluxcdClusterSyncPermission.name,
      fluxcdResourceReconcilePermission.name,
    ];
    renderPage({}, {}, denied);
    const reason = await screen.findByText(/^You lack the permissions/);
    for (const name of denied) expect(reason).toHaveTextContent(name);
    for (const name of [
      'Edit',
      'Replace credentials',
      'Remove cluster',
      'Refresh now',
      'Sync all',
    ]) {
      const button = screen.getByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(reason.textContent!);
    }
    expect(screen.getByRole('button', { name: 'Test now' })).toBeEnabled();
  });
});
