import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockConnection } from '../../dev/mockAzure';
import { renderAzure } from './__testUtils__/renderAzure';

const SECRET = 'a-secret-of-Entra~1';

describe('a new secret', () => {
  it('is checked, sent alone, and kept in the form when it is refused', async () => {
    const user = userEvent.setup();
    const updateAzureConnection = jest
      .fn()
      .mockRejectedValueOnce(new Error('Away'))
      .mockResolvedValue(mockConnection);
    renderAzure({ updateAzureConnection });
    await user.click(
      await screen.findByRole('button', { name: 'New secret: Production' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'New secret for Production' }),
    );
    const submit = dialog.getByRole('button', { name: 'Replace the secret' });
    await user.click(submit);
    expect(
      await dialog.findByText('Client secret must be at least 8 characters'),
    ).toBeVisible();
    expect(updateAzureConnection).not.toHaveBeenCalled();
    await user.type(dialog.getByLabelText('Client secret'), SECRET);
    await user.click(submit);
    expect(await dialog.findByRole('alert')).toHaveTextContent('Away');
    expect(dialog.getByLabelText('Client secret')).toHaveValue(SECRET);
    await user.click(submit);
    expect(
      await screen.findByText('The secret of Production was replaced'),
    ).toBeVisible();
    expect(updateAzureConnection).toHaveBeenLastCalledWith({
      params: { subscriptionId: mockConnection.id },
      body: { clientSecret: SECRET },
    });
  });
});
