import { screen } from '@testing-library/react';
import { renderAzure } from './__testUtils__/renderAzure';

// In a file of its own: answers about permissions are kept for as long as the page lives.
describe('the connections to Azure of somebody who may not see them', () => {
  it('name the permission, ask for nothing, and are not pointed to', async () => {
    const { getSettings, listAzureConnections } = renderAzure(
      {},
      { denied: ['fluxcd.azure.read'] },
    );
    expect(
      await screen.findByText(/needs the permission fluxcd.azure.read/),
    ).toBeVisible();
    expect(getSettings).toHaveBeenCalled();
    expect(listAzureConnections).not.toHaveBeenCalled();
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });
});
