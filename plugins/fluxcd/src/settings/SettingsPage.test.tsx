import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  FluxcdApi,
  Settings,
  SettingValues,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMockSettingsApi } from '../../dev/createMockSettingsApi';
import { SettingsPage } from './SettingsPage';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

/** The settings of the mock portal, but for what `values` and `change` say. */
async function someSettings(
  values: Partial<SettingValues> = {},
  change: Partial<Settings> = {},
): Promise<Settings> {
  const settings = await createMockSettingsApi().getSettings({});
  return {
    ...settings,
    ...change,
    values: { ...settings.values, ...values },
  };
}

function show(getSettings: jest.Mock) {
  renderInTestApp(<SettingsPage />, {
    apis: [[fluxcdApiRef, { getSettings } as unknown as FluxcdApi]],
  });
}
const showing = async (settings: Promise<Settings>) => {
  show(jest.fn().mockResolvedValue(await settings));
  await screen.findByRole('heading', { name: 'Settings' });
};
const section = (name: string) => screen.getByRole('region', { name });

describe('the settings', () => {
  it('show each value with its key, and whether it was set', async () => {
    await showing(someSettings());
    expect(section('Retention')).toHaveTextContent(
      'Activity365 daysfluxcd.retention.activityDaysSet in app-config',
    );
    expect(section('Retention')).toHaveTextContent(
      'Operations that have ended30 daysfluxcd.retention.operationDaysDefaultHistory of resources90 daysfluxcd.retention.historyDaysDefault',
    );
    expect(section('Keeping clusters current')).toHaveTextContent(
      'Auto-syncOnfluxcd.clusters.autoSyncDefaultFull resyncevery 12 hoursfluxcd.clusters.resyncMinutesDefault',
    );
    expect(section('Addresses of API servers')).toHaveTextContent('10.0.0.0/8');
    expect(
      within(section('Where clusters come from'))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['manual', 'in-cluster', 'azure-aks']);
    expect(screen.getByText(/restart the backend\.$/)).toBeVisible();
  });

  it('offer nothing to change them with', async () => {
    await showing(someSettings());
    for (const role of ['button', 'textbox', 'switch', 'checkbox']) {
      expect(screen.queryByRole(role)).not.toBeInTheDocument();
    }
  });

  it('tell how the credentials are sealed, worst first, and what to do', async () => {
    const encryption = {
      keys: 2,
      newestKeyId: '3f9a1c07',
      clusters: { newest: 3, older: 1, unreadable: 2, none: 0 },
    };
    await showing(someSettings({}, { encryption }));
    const shown = section('Encryption of credentials');
    expect(shown).toHaveTextContent('Keys2fluxcd.encryption.keys');
    expect(shown).toHaveTextContent('3f9a1c07');
    expect(
      within(shown)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      '2 clusters that no key opens: bring their keys back, or replace their credentials',
      '1 cluster sealed with an older key: a restart of the backend seals it anew',
      '3 clusters sealed with the newest key',
    ]);
  });

  it('tell the rest when the credentials cannot be counted', async () => {
    await showing(
      someSettings({}, { encryption: { keys: 1, newestKeyId: 'a' } }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'They could not be counted now.',
    );
    expect(section('Retention')).toHaveTextContent('365 days');
  });

  it('say that there is no cluster yet', async () => {
    const encryption = {
      keys: 1,
      newestKeyId: 'a',
      clusters: { newest: 0, older: 0, unreadable: 0, none: 0 },
    };
    await showing(someSettings({}, { encryption }));
    expect(screen.getByText('No cluster yet')).toBeVisible();
  });

  it.each([
    [false, /nobody may act/],
    [true, /everybody who is signed in may add, change and remove/],
  ])(
    'warn when permissions are off (acting without them: %s)',
    async (dangerous, warning) => {
      await showing(
        someSettings({
          'permission.enabled': { value: false, configured: false },
          'fluxcd.dangerouslyAllowWithoutPermissions': {
            value: dangerous,
            configured: true,
          },
        }),
      );
      expect(screen.getByText(warning)).toBeVisible();
    },
  );

  it('do not warn while permissions are on', async () => {
    await showing(someSettings());
    expect(screen.queryByText(/Permissions are off/)).not.toBeInTheDocument();
  });

  it('show that they are on their way', async () => {
    show(jest.fn().mockReturnValue(new Promise(() => {})));
    expect(
      await screen.findByRole('status', { name: 'Loading the settings' }),
    ).toBeInTheDocument();
  });

  it('name the permission that is missing', async () => {
    show(jest.fn().mockRejectedValue(new NotAllowedError('no')));
    expect(
      await screen.findByText(/needs the permission fluxcd.settings.read/),
    ).toBeVisible();
  });

  it('can be asked for again when they cannot be read', async () => {
    const user = userEvent.setup();
    show(
      jest
        .fn()
        .mockRejectedValueOnce(new Error('it is down'))
        .mockResolvedValue(await someSettings()),
    );
    expect(await screen.findByText(/it is down/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Retention' }),
    ).toBeVisible();
  });
});
