import {
  fluxcdClusterDeletePermission,
  fluxcdClusterUpdatePermission,
  fluxcdResourceReconcilePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen } from '@testing-library/react';
import { renderClusterPage as renderPage } from '../__testUtils__/renderClusterPage';

// In a file of its own: Backstage remembers decisions for the life of the page, here of the file.
describe('ClusterPage without permissions', () => {
  it('offers nothing to those who may only read', async () => {
    renderPage({}, {}, [
      fluxcdClusterUpdatePermission.name,
      fluxcdClusterDeletePermission.name,
      fluxcdResourceReconcilePermission.name,
    ]);
    expect(
      await screen.findByRole('button', { name: 'Test now' }),
    ).toBeInTheDocument();
    for (const name of [
      'Edit',
      'Replace credentials',
      'Remove cluster',
      'Refresh now',
    ])
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  });
});
