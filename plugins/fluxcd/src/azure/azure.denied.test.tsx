import { screen } from '@testing-library/react';
import { renderAzure } from './__testUtils__/renderAzure';

// In a file of its own: answers about permissions are kept for as long as the page lives.
describe('the connections to Azure of somebody who may only look', () => {
  it('shows what cannot be done, with the permission that is missing', async () => {
    renderAzure(
      {},
      {
        denied: [
          'fluxcd.azure.create',
          'fluxcd.azure.update',
          'fluxcd.azure.delete',
          'fluxcd.azure.sync',
        ],
      },
    );
    const add = await screen.findByRole('button', { name: 'Add connection' });
    expect(add).toBeDisabled();
    expect(
      await screen.findByText(/permission fluxcd.azure.create is missing/),
    ).toBeVisible();
    expect(add).toHaveAccessibleDescription(/fluxcd.azure.create/);
    for (const action of ['Sync', 'Test', 'Edit', 'New secret', 'Delete']) {
      const button = screen.getByRole('button', {
        name: `${action}: Production`,
      });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(
        'You may not do all of this. Missing: fluxcd.azure.sync, fluxcd.azure.update, fluxcd.azure.delete.',
      );
    }
    expect(
      screen.getByRole('button', { name: 'Discover: Production' }),
    ).toBeEnabled();
  });
});
