import { screen } from '@testing-library/react';
import { anApi, open, renderManaged } from './__testUtils__/renderManaged';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

// In a file of its own: answers about permissions are kept for as long as the page lives.
describe('ManagedObjects of somebody who may not act', () => {
  it('names the permission to those who lack it', async () => {
    await renderManaged(anApi(), {
      deny: [
        'fluxcd.workload.restart',
        'fluxcd.workload.logs',
        'fluxcd.pod.delete',
      ],
    });
    await open();
    expect(
      await screen.findByRole('button', { name: 'Restart' }),
    ).toBeDisabled();
    expect(screen.getByText(/fluxcd.workload.restart/)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Logs' })).toBeDisabled();
    expect(screen.getByText(/fluxcd.workload.logs/)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Logs' }),
    ).toHaveAccessibleDescription(
      'You need the permission fluxcd.workload.logs to read logs',
    );
    const remove = screen.getByRole('button', { name: 'Delete pod' });
    expect(remove).toBeDisabled();
    expect(remove).toHaveAccessibleDescription(
      'You need the permission fluxcd.pod.delete to delete pods',
    );
    expect(screen.getByRole('button', { name: 'Scale' })).toBeEnabled();
  });
});
