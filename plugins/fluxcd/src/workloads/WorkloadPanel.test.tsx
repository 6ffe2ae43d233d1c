import { screen } from '@testing-library/react';
import { anApi, open, renderManaged } from './__testUtils__/renderManaged';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

describe('WorkloadPanel', () => {
  it('says when there are more pods than are shown', async () => {
    const api = anApi();
    const { items } = await api.listWorkloadPods();
    api.listWorkloadPods.mockResolvedValue({ items, truncated: true });
    await renderManaged(api);
    await open();
    expect(
      await screen.findByText(/^There are more pods than are shown/),
    ).toBeVisible();
  });
});
