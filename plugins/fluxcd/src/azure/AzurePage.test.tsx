import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockConnection, mockConnections } from '../../dev/mockAzure';
import { azureList, renderAzure } from './__testUtils__/renderAzure';

const mockCopy = jest.fn();
jest.mock('react-use/esm/useCopyToClipboard', () => ({
  __esModule: true,
  default: () => [{}, mockCopy],
}));

const card = (name: string) => screen.findByRole('region', { name });

describe('the page of connections to Azure', () => {
  it('says how each connection stands, what is wrong with it, and what mends it', async () => {
    renderAzure({ listAzureConnections: jest.fn(async () => mockConnections) });
    const production = await card('Production');
    expect(production).toHaveTextContent('In order');
    expect(production).toHaveTextContent(/Client secret, set 12 days ago/);
    expect(production).toHaveTextContent(
      'Withoutnames sandbox-*; tags flux-orchestrator=ignore',
    );
    expect(
      within(production).getByRole('link', { name: '3 clusters' }),
    ).toHaveAttribute('href', '/flux/clusters');

    const labs = await card('Labs');
    expect(labs).toHaveTextContent('Failed');
    expect(labs).toHaveTextContent(
      'The client secret has expired. AADSTS7000222',
    );
    expect(labs).toHaveTextContent(
      'What mends it: Make another one and enter it here.',
    );
    expect(labs).toHaveTextContent(/ended 5 days ago/);
    expect(labs).toHaveTextContent('az ad app credential reset');
    expect(screen.getByText(/every 15 minutes/)).toHaveTextContent(
      'after 3 complete syncs',
    );
  });

  it('lets nobody change what stands in app-config, and says where it does', async () => {
    renderAzure({ listAzureConnections: jest.fn(async () => mockConnections) });
    const platform = within(await card('Platform'));
    expect(platform.getByText('From app-config')).toBeVisible();
    expect(platform.getByText('fluxcd.azure.connections')).toBeVisible();
    expect(platform.getByText('1 missing in Azure')).toBeVisible();
    expect(platform.getByText('All that the identity sees')).toBeVisible();
    for (const action of ['Edit', 'New secret', 'Delete'])
      expect(
        platform.queryByRole('button', { name: `${action}: Platform` }),
      ).not.toBeInTheDocument();
    expect(
      platform.getByRole('button', { name: 'Sync: Platform' }),
    ).toBeEnabled();
  });

  it('copies the command that mends a problem', async () => {
    const user = userEvent.setup();
    renderAzure({ listAzureConnections: jest.fn(async () => mockConnections) });
    const labs = within(await card('Labs'));
    const problems = within(labs.getByRole('list', { name: 'Problems' }));
    await user.click(
      problems.getByRole('button', { name: 'Copy: the command' }),
    );
    expect(await problems.findByRole('status')).toHaveTextContent('Copied');
    expect(mockCopy).toHaveBeenCalledWith(
      mockConnections.items[2].problems[0].command,
    );
  });

  it('has the role bindings ready for the object id', async () => {
    renderAzure();
    const production = await card('Production');
    const bindings = [...production.querySelectorAll('pre')].map(
      pre => pre.textContent,
    );
    expect(bindings).toHaveLength(2);
    for (const binding of bindings)
      expect(binding).toContain(`name: ${mockConnection.objectId}`);
    expect(bindings[0]).toContain('name: backstage-fluxcd-view');
    expect(bindings[1]).toContain('name: backstage-fluxcd-operate');
  });

  it('says how to learn the object id while it is not known', async () => {
    const item = { ...mockConnection, objectId: undefined };
    renderAzure({
      listAzureConnections: jest.fn(async () => azureList({ items: [item] })),
    });
    expect(await card('Production')).toHaveTextContent(
      `az ad sp show --id ${item.clientId} --query id -o tsv`,
    );
  });

  it('says that nothing opens a secret, and that nothing syncs by itself', async () => {
    const credential = { ...mockConnection.credential, readable: false };
    renderAzure({
      listAzureConnections: jest.fn(async () =>
        azureList({
          items: [{ ...mockConnection, credential }],
          syncMinutes: 0,
        }),
      ),
    });
    expect(await card('Production')).toHaveTextContent(
      'No key of the portal opens the secret',
    );
    expect(screen.getByText(/fluxcd.azure.syncMinutes is 0/)).toBeVisible();
    expect(await card('Production')).toHaveTextContent('Next syncby hand only');
  });

  it('explains the first steps where there is no connection', async () => {
    const user = userEvent.setup();
    renderAzure({
      listAzureConnections: jest.fn(async () => azureList({ items: [] })),
    });
    expect(await screen.findByText('No connection to Azure yet')).toBeVisible();
    expect(screen.getByText(/az ad sp create-for-rbac/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Add connection' }));
    expect(
      await screen.findByRole('dialog', { name: 'Add a connection to Azure' }),
    ).toBeVisible();
  });

  it('says that it loads', async () => {
    renderAzure({
      listAzureConnections: jest.fn(() => new Promise(() => {})),
    });
    expect(
      await screen.findByRole('status', {
        name: 'Loading the connections to Azure',
      }),
    ).toBeInTheDocument();
  });

  it('says why the connections cannot be read, and reads them on a retry', async () => {
    const user = userEvent.setup();
    renderAzure({
      listAzureConnections: jest
        .fn()
        .mockRejectedValueOnce(new Error('The database is away'))
        .mockResolvedValue(azureList()),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /cannot be read.*The database is away/,
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card('Production')).toBeVisible();
  });

  it('explains a refusal of the backend by the permission', async () => {
    renderAzure({
      listAzureConnections: jest
        .fn()
        .mockRejectedValue(new NotAllowedError('no')),
    });
    expect(
      await screen.findByText(/needs the permission fluxcd.azure.read/),
    ).toBeVisible();
  });

  it('says how the module is installed where it is not', async () => {
    renderAzure({
      listAzureConnections: jest.fn().mockRejectedValue(new NotFoundError('')),
    });
    expect(
      await screen.findByText('Azure is not installed here'),
    ).toBeVisible();
    expect(screen.getByText(/backend\.add/)).toBeVisible();
  });
});

describe('the way to it', () => {
  const show = (getSettings: jest.Mock) =>
    renderAzure({ getSettings }, { path: '/flux/settings/azure' });

  it('is shown where the module is installed', async () => {
    show(jest.fn(async () => ({ sources: [{ id: 'azure-aks' }] })));
    expect(await screen.findByRole('link', { name: 'Azure' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(screen.getByRole('link', { name: 'General' })).not.toHaveAttribute(
      'aria-current',
    );
  });

  it('is not shown where it is not', async () => {
    show(jest.fn(async () => ({ sources: [{ id: 'manual' }] })));
    await card('Production');
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('is shown to somebody who may not see the other settings', async () => {
    show(jest.fn().mockRejectedValue(new NotAllowedError('no')));
    expect(await screen.findByRole('link', { name: 'Azure' })).toBeVisible();
  });
});
