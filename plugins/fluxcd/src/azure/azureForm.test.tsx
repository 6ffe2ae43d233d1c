import { ConflictError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockConnection, mockTest } from '../../dev/mockAzure';
import { azureList, renderAzure } from './__testUtils__/renderAzure';

const TENANT = 'c3a1f0b2-5d4e-4c6f-8a7b-9e0d1c2b3a45';
const CLIENT = 'd7e8f9a0-1b2c-4d3e-9f4a-5b6c7d8e9f01';
const SECRET = 'a-secret-of-Entra~1';

async function openAdd(api: Parameters<typeof renderAzure>[0] = {}) {
  const user = userEvent.setup();
  const mocks = renderAzure(api);
  await user.click(
    await screen.findByRole('button', { name: 'Add connection' }),
  );
  const dialog = within(
    await screen.findByRole('dialog', { name: 'Add a connection to Azure' }),
  );
  /** By its label, or by that of its group and its own. */
  const field = (label: string) => {
    const [own, group] = label.split(': ').reverse();
    return group
      ? within(dialog.getByRole('group', { name: group })).getByLabelText(own)
      : dialog.getByLabelText(own);
  };
  const type = async (label: string, text: string) => {
    await user.click(field(label));
    await user.paste(text);
  };
  const fill = async () => {
    await type('Name', 'Production');
    await type('Tenant id', TENANT);
    await type('Client id', CLIENT);
    await type('Client secret', `${SECRET}\n`);
  };
  const press = (name: string) =>
    user.click(dialog.getByRole('button', { name }));
  return { user, mocks, dialog, field, type, fill, press };
}

async function openEdit(api: Parameters<typeof renderAzure>[0] = {}) {
  const user = userEvent.setup();
  const mocks = renderAzure(api);
  await user.click(
    await screen.findByRole('button', { name: 'Edit: Production' }),
  );
  const dialog = within(
    await screen.findByRole('dialog', { name: 'Edit Production' }),
  );
  const press = (name: string) =>
    user.click(dialog.getByRole('button', { name }));
  return { user, mocks, dialog, press };
}

describe('adding a connection', () => {
  it('names each field and its rule before anything is sent', async () => {
    const { user, mocks, dialog, type, press } = await openAdd();
    await type('Tenant id', 'northwind');
    await type('Client secret', 'short');
    await user.click(dialog.getByRole('radio', { name: 'These' }));
    await type('Subscription ids', `${TENANT}\nnot-a-guid`);
    expect(dialog.queryByText(/ must (be|not)/)).not.toBeInTheDocument();
    await press('Add connection');

    expect(await dialog.findByText('Name must not be empty')).toBeVisible();
    expect(dialog.getByText(/^Tenant id must be a GUID like/)).toBeVisible();
    expect(dialog.getByText(/^Client id must be a GUID like/)).toBeVisible();
    expect(
      dialog.getByText('Client secret must be at least 8 characters'),
    ).toBeVisible();
    expect(
      dialog.getByText(/^Subscription ids: “not-a-guid” must be a GUID/),
    ).toBeVisible();
    await waitFor(() => expect(dialog.getByLabelText('Name')).toHaveFocus());
    await press('Test');
    expect(mocks.createAzureConnection).not.toHaveBeenCalled();
    expect(mocks.testNewAzureConnection).not.toHaveBeenCalled();
  });

  it('asks for a subscription where none is named', async () => {
    const { user, mocks, dialog, fill, press } = await openAdd();
    await fill();
    await user.click(dialog.getByRole('radio', { name: 'These' }));
    await press('Add connection');
    expect(
      await dialog.findByText(
        'Subscription ids must name at least one subscription, or be "all"',
      ),
    ).toBeVisible();
    expect(mocks.createAzureConnection).not.toHaveBeenCalled();
  });

  it('checks filters line by line, and sends them as the API has them', async () => {
    const { user, mocks, dialog, field, type, fill, press } = await openAdd();
    await fill();
    await user.click(dialog.getByText('Filters'));
    await type('Import only: Names', 'shop-*\n pay ');
    await type('Do not import: Tags', 'ignore=*\nnonsense');
    await press('Add connection');
    expect(
      await dialog.findByText(
        'Do not import: Tags: “nonsense” must be name=value',
      ),
    ).toBeVisible();
    expect(mocks.createAzureConnection).not.toHaveBeenCalled();

    await user.clear(field('Do not import: Tags'));
    await type('Do not import: Tags', 'ignore=*');
    await press('Add connection');
    await waitFor(() =>
      expect(mocks.createAzureConnection).toHaveBeenCalledWith({
        body: {
          name: 'Production',
          cloud: 'public',
          tenantId: TENANT,
          clientId: CLIENT,
          clientSecret: SECRET,
          subscriptions: 'all',
          include: { names: ['shop-*', 'pay'] },
          exclude: { tags: { ignore: '*' } },
        },
      }),
    );
    expect(
      await screen.findByText(/Connection Production was added/),
    ).toBeVisible();
  });

  it('loses nothing that was typed when it is refused', async () => {
    const { dialog, fill, press } = await openAdd({
      createAzureConnection: jest
        .fn()
        .mockRejectedValue(new ConflictError('name: is taken')),
    });
    await fill();
    await press('Add connection');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The connection was not addedname: is taken',
    );
    expect(dialog.getByLabelText('Name')).toHaveValue('Production');
    expect(dialog.getByLabelText('Tenant id')).toHaveValue(TENANT);
    expect(dialog.getByLabelText('Client secret')).toHaveValue(SECRET);
  });

  it('tests before it adds, step by step, and drops the result of what is no longer entered', async () => {
    const { mocks, dialog, type, fill, press } = await openAdd();
    await fill();
    await press('Test');
    expect(
      await dialog.findByText('Azure can be read, but a cluster cannot'),
    ).toBeVisible();
    const steps = within(dialog.getByRole('list')).getAllByRole('listitem');
    expect(dialog.getByText('Role bindings for the clusters')).toBeVisible();
    expect(steps).toHaveLength(5);
    expect(steps[0]).toHaveTextContent('Sign in to Azure: Passed');
    expect(steps[4]).toHaveTextContent('Cluster aks-shop-weu: Failed');
    expect(steps[4]).toHaveTextContent('AuthorizationFailed');
    expect(steps[4]).toHaveTextContent('az role assignment create');
    expect(mocks.testNewAzureConnection).toHaveBeenCalledTimes(1);
    await type('Name', '2');
    expect(
      dialog.queryByText('Azure can be read, but a cluster cannot'),
    ).not.toBeInTheDocument();
  });

  it('ignores the answer of a test for what was entered before', async () => {
    let answer: (test: typeof mockTest) => void = () => {};
    const { dialog, type, fill, press } = await openAdd({
      testNewAzureConnection: jest.fn(
        () =>
          new Promise(resolve => {
            answer = resolve;
          }),
      ),
    });
    await fill();
    await press('Test');
    await type('Name', '2');
    answer(mockTest);
    await waitFor(() =>
      expect(dialog.getByRole('button', { name: 'Test' })).toBeEnabled(),
    );
    expect(
      dialog.queryByText('Azure can be read, but a cluster cannot'),
    ).not.toBeInTheDocument();
  });

  it('says why a test could not be run', async () => {
    const { dialog, fill, press } = await openAdd({
      testNewAzureConnection: jest.fn().mockRejectedValue(new Error('Away')),
    });
    await fill();
    await press('Test');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The test could not be runAway',
    );
  });

  it('asks for the cloud only where there is a choice, and begins with the first', async () => {
    const { mocks, dialog, fill, press } = await openAdd({
      listAzureConnections: jest.fn(async () =>
        azureList({
          clouds: [
            { name: 'china', title: 'Azure China' },
            { name: 'public', title: 'Azure' },
          ],
        }),
      ),
    });
    expect(
      dialog.getByRole('button', { name: /Azure China.*Cloud/ }),
    ).toBeVisible();
    await fill();
    await press('Add connection');
    await waitFor(() =>
      expect(mocks.createAzureConnection).toHaveBeenCalledWith({
        body: expect.objectContaining({ cloud: 'china' }),
      }),
    );
  });

  it('does not ask for the cloud where there is one', async () => {
    const { dialog } = await openAdd();
    expect(dialog.queryByText('Cloud')).not.toBeInTheDocument();
  });
});

describe('changing a connection', () => {
  it('sends what was changed, and keeps the secret', async () => {
    const { user, mocks, dialog, press } = await openEdit();
    expect(dialog.getByLabelText('Client secret')).toHaveValue('');
    const name = dialog.getByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'Live');
    const exclude = within(
      dialog.getByRole('group', { name: 'Do not import' }),
    );
    await user.clear(exclude.getByLabelText('Names'));
    await user.clear(exclude.getByLabelText('Tags'));
    await press('Save');
    await waitFor(() =>
      expect(mocks.updateAzureConnection).toHaveBeenCalledWith({
        params: { subscriptionId: mockConnection.id },
        body: { name: 'Live', exclude: null },
      }),
    );
  });

  it('wants the secret with another client', async () => {
    const { user, mocks, dialog, press } = await openEdit();
    const client = dialog.getByLabelText('Client id');
    await user.clear(client);
    await user.type(client, TENANT);
    await press('Save');
    expect(
      await dialog.findByText(
        'Client secret is needed with another tenant or client',
      ),
    ).toBeVisible();
    expect(mocks.updateAzureConnection).not.toHaveBeenCalled();
  });

  it('sends nothing where nothing was changed', async () => {
    const { mocks, press } = await openEdit();
    await press('Save');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(mocks.updateAzureConnection).not.toHaveBeenCalled();
  });

  it('says that a test before saving needs the secret', async () => {
    const { dialog } = await openEdit();
    expect(dialog.getByRole('button', { name: 'Test' })).toBeDisabled();
    expect(
      dialog.getByRole('button', { name: 'Test' }),
    ).toHaveAccessibleDescription(/enter the secret/);
  });
});
