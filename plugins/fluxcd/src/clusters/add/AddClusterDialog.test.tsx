import { ConflictError } from '@backstage/errors';
import type {
  ConnectionTest,
  KubeconfigContext,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { cluster, renderClusters } from '../__testUtils__/renderClusters';

const KUBECONFIG = 'apiVersion: v1\nkind: Config\n';

const CONTEXTS: KubeconfigContext[] = [
  {
    name: 'aws',
    server: 'https://aws.example.com',
    current: true,
    refusal: 'users[0].user.exec: commands are not run',
  },
  {
    name: 'admin@qa-eu',
    server: 'https://10.0.0.1:6443',
    user: 'admin',
    current: false,
  },
  { name: 'other', server: 'https://10.0.0.2:6443', current: false },
];

const PASSED: ConnectionTest = {
  ok: true,
  server: 'https://10.0.0.1:6443',
  username: 'system:serviceaccount:flux:portal',
  steps: [
    { step: 'connect', state: 'passed', message: 'Kubernetes v1.36.1' },
    {
      step: 'authorize',
      state: 'warning',
      message: 'Receiver cannot be read',
    },
  ],
  access: [
    { group: 'a', kind: 'Kustomization', read: true, reconcile: true },
    { group: 'b', kind: 'Receiver', read: false, reconcile: false },
  ],
};

const FAILED: ConnectionTest = {
  ok: false,
  server: 'https://10.0.0.1:6443',
  steps: [
    {
      step: 'connect',
      state: 'failed',
      reason: 'tls',
      message: 'The certificate is signed by an unknown authority',
    },
    { step: 'authenticate', state: 'skipped', message: 'Not tried' },
  ],
  access: [],
};

/** jsdom has no `Blob.text`. */
function kubeconfigFile(): File {
  const file = new File([KUBECONFIG], 'config');
  return Object.assign(file, { text: async () => KUBECONFIG });
}

async function open(api: Record<string, jest.Mock> = {}) {
  const user = userEvent.setup();
  const mocks = {
    listClusters: jest.fn(async () => ({ items: [cluster()] })),
    readKubeconfig: jest.fn(async () => ({ contexts: CONTEXTS })),
    testConnection: jest.fn(async () => PASSED),
    createCluster: jest.fn(async ({ body }) =>
      cluster({ id: 'c9', name: body.name, title: body.title }),
    ),
    ...api,
  };
  renderClusters(mocks);
  const opener = await screen.findByRole('button', { name: 'Add cluster' });
  await user.click(opener);
  const element = await screen.findByRole('dialog', { name: 'Add a cluster' });
  const dialog = within(element);
  const field = (name: string | RegExp) =>
    dialog.getByRole('textbox', { name }) as HTMLInputElement;
  const button = (name: string) => dialog.getByRole('button', { name });
  return { user, mocks, dialog, field, button, opener };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function paste({ user, field }: Opened) {
  await user.click(field('Kubeconfig'));
  await user.paste(KUBECONFIG);
  await screen.findByRole('radio', { name: /qa-eu/ });
}

async function enterToken({ user, dialog, field }: Opened) {
  await user.click(dialog.getByRole('radio', { name: 'Address and token' }));
  await user.type(field('API server'), 'https://10.0.0.1:6443');
  await user.type(dialog.getByLabelText('Token'), 's3cr3t');
}

describe('AddClusterDialog', () => {
  it('reads the contexts of a pasted kubeconfig, chooses one that can be used and suggests its name', async () => {
    const opened = await open();
    const { dialog, field, mocks } = opened;
    await paste(opened);
    expect(mocks.readKubeconfig).toHaveBeenCalledWith(
      { body: { kubeconfig: KUBECONFIG } },
      { signal: expect.any(AbortSignal) },
    );
    const refused = dialog.getByRole('radio', { name: /aws/ });
    expect(refused).toBeDisabled();
    expect(
      dialog.getByText('users[0].user.exec: commands are not run'),
    ).toBeInTheDocument();
    expect(dialog.getByRole('radio', { name: /qa-eu/ })).toBeChecked();
    expect(field('Name').value).toBe('qa-eu');
  });

  it('renames with the context until a name is typed', async () => {
    const opened = await open();
    const { user, dialog, field } = opened;
    await paste(opened);
    await user.click(dialog.getByRole('radio', { name: /other/ }));
    expect(field('Name').value).toBe('other');
    await user.clear(field('Name'));
    await user.type(field('Name'), 'mine');
    await user.click(dialog.getByRole('radio', { name: /qa-eu/ }));
    expect(field('Name').value).toBe('mine');
  });

  it('takes a kubeconfig from a file, and refuses one that is too large without reading it', async () => {
    const { dialog, field, mocks, user } = await open();
    const input = dialog.getByLabelText('Choose a file', {
      selector: 'input',
    });
    await user.upload(input, new File(['x'.repeat(70_000)], 'big'));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'larger than 64 KiB',
    );
    expect(field('Kubeconfig').value).toBe('');
    expect(mocks.readKubeconfig).not.toHaveBeenCalled();

    await user.upload(input, kubeconfigFile());
    await waitFor(() => expect(field('Kubeconfig').value).toBe(KUBECONFIG));
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('takes a dropped file', async () => {
    const { field } = await open();
    fireEvent.drop(field('Kubeconfig'), {
      dataTransfer: { files: [kubeconfigFile()] },
    });
    await waitFor(() => expect(field('Kubeconfig').value).toBe(KUBECONFIG));
  });

  it('says why a kubeconfig cannot be read', async () => {
    const { user, field, dialog } = await open({
      readKubeconfig: jest
        .fn()
        .mockRejectedValue(new Error('kubeconfig: is no YAML')),
    });
    await user.click(field('Kubeconfig'));
    await user.paste('][');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'kubeconfig: is no YAML',
    );
  });

  it('says at each field what is wrong, goes to the first, and asks the server nothing', async () => {
    const { user, dialog, field, button, mocks } = await open();
    await user.click(dialog.getByRole('radio', { name: 'Address and token' }));
    await user.type(field('API server'), 'http://10.0.0.1');
    expect(field('API server')).not.toBeInvalid();
    await user.type(field('Name'), 'Not A Label');
    expect(dialog.getByText(/1 to 63 lower case letters/)).toBeInTheDocument();
    await user.click(button('Add cluster'));

    expect(dialog.getByText('Must be an https:// URL.')).toBeInTheDocument();
    expect(dialog.getByText('Must not be empty.')).toBeInTheDocument();
    expect(field('API server')).toBeInvalid();
    await waitFor(() => expect(field('API server')).toHaveFocus());
    expect(mocks.testConnection).not.toHaveBeenCalled();
    expect(mocks.createCluster).not.toHaveBeenCalled();
  });

  it('shows a connection test step by step, with what the credentials may do per kind', async () => {
    const opened = await open();
    const { user, dialog, button, mocks } = opened;
    await enterToken(opened);
    await user.click(button('Test connection'));
    expect(await dialog.findByText('The connection works')).toBeInTheDocument();
    expect(mocks.testConnection).toHaveBeenCalledWith({
      body: {
        credentials: {
          type: 'token',
          server: 'https://10.0.0.1:6443',
          token: 's3cr3t',
        },
      },
    });
    // The name is no part of a test.
    expect(dialog.getByRole('textbox', { name: 'Name' })).not.toBeInvalid();
    const steps = dialog.getAllByRole('listitem');
    expect(steps[0]).toHaveTextContent('Connection: passedKubernetes v1.36.1');
    expect(steps[1]).toHaveTextContent('Permissions: warningReceiver cannot');
    expect(
      dialog.getByRole('row', { name: 'Kustomization yes yes' }),
    ).toBeInTheDocument();
    expect(
      dialog.getByRole('row', { name: 'Receiver no no' }),
    ).toBeInTheDocument();
    expect(
      dialog.getByText('Seen as system:serviceaccount:flux:portal'),
    ).toBeInTheDocument();

    // A result is never shown for other credentials than those it is about.
    await user.type(dialog.getByLabelText('Token'), '!');
    expect(dialog.queryByText('The connection works')).not.toBeInTheDocument();
  });

  it('tests before it adds, and hands over everything that was entered', async () => {
    const opened = await open();
    const { user, field, button, mocks, opener } = opened;
    await paste(opened);
    await user.type(field(/^Title/), 'QA Europe');
    await user.type(field(/^Environment/), 'qa');
    await user.click(button('Add cluster'));

    expect(
      await screen.findByText('Cluster QA Europe was added'),
    ).toBeInTheDocument();
    expect(mocks.testConnection).toHaveBeenCalledTimes(1);
    expect(mocks.createCluster).toHaveBeenCalledWith({
      body: {
        name: 'qa-eu',
        title: 'QA Europe',
        environment: 'qa',
        credentials: {
          type: 'kubeconfig',
          kubeconfig: KUBECONFIG,
          context: 'admin@qa-eu',
        },
      },
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(mocks.listClusters.mock.calls.length).toBeGreaterThan(1);

    // Nothing of it is left when the dialog opens again.
    await user.click(opener);
    await screen.findByRole('dialog');
    expect(
      (screen.getByRole('textbox', { name: 'Kubeconfig' }) as HTMLInputElement)
        .value,
    ).toBe('');
  });

  it('does not test again what it has just tested', async () => {
    const opened = await open();
    const { user, button, dialog, mocks } = opened;
    await paste(opened);
    await user.click(button('Test connection'));
    await dialog.findByText('The connection works');
    await user.click(button('Add cluster'));
    await screen.findByText('Cluster qa-eu was added');
    expect(mocks.testConnection).toHaveBeenCalledTimes(1);
  });

  it('adds nothing after a failed test', async () => {
    const opened = await open({ testConnection: jest.fn(async () => FAILED) });
    const { user, button, dialog, field, mocks } = opened;
    await enterToken(opened);
    await user.type(field('Name'), 'later');
    await user.click(button('Add cluster'));
    expect(
      await dialog.findByText('The connection does not work'),
    ).toBeInTheDocument();
    expect(
      dialog.getByText('The certificate is signed by an unknown authority'),
    ).toBeInTheDocument();
    expect(mocks.createCluster).not.toHaveBeenCalled();
    expect(dialog.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('adds a cluster that nobody can reach yet, when that is asked for', async () => {
    const opened = await open({
      testConnection: jest.fn(async () => ({
        ...FAILED,
        steps: [
          {
            step: 'connect',
            state: 'failed',
            reason: 'unreachable',
            message: 'Connection refused',
          },
        ],
      })),
    });
    const { user, button, dialog, field, mocks } = opened;
    await enterToken(opened);
    await user.type(field('Name'), 'later');
    await user.click(button('Add cluster'));
    expect(
      await dialog.findByText('The connection does not work'),
    ).toBeInTheDocument();
    expect(mocks.createCluster).not.toHaveBeenCalled();
    expect(field('Name').value).toBe('later');

    await user.click(
      dialog.getByRole('checkbox', { name: /although the test failed/ }),
    );
    await user.click(button('Add cluster'));
    await screen.findByText('Cluster later was added');
    expect(mocks.createCluster).toHaveBeenCalledWith({
      body: expect.objectContaining({ name: 'later', allowFailedTest: true }),
    });
  });

  it('keeps everything entered when adding fails, and says where the name is taken', async () => {
    const createCluster = jest
      .fn()
      .mockRejectedValueOnce(
        new ConflictError('name: the cluster "qa-eu" exists already'),
      )
      .mockRejectedValueOnce(
        new ConflictError(
          'server: this server is registered already as the cluster "prod"',
        ),
      )
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockImplementation(async ({ body }) => cluster({ name: body.name }));
    const opened = await open({ createCluster });
    const { user, button, dialog, field } = opened;
    await paste(opened);
    await user.click(button('Add cluster'));
    expect(
      await dialog.findByText('Another cluster has this name.'),
    ).toBeInTheDocument();
    expect(field('Name')).toBeInvalid();
    expect(field('Kubeconfig').value).toBe(KUBECONFIG);
    await user.click(button('Add cluster'));
    expect(createCluster).toHaveBeenCalledTimes(1);

    await user.type(field('Name'), '-2');
    await user.click(button('Add cluster'));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'this server is registered already as the cluster "prod"',
    );
    expect(field('Name')).not.toBeInvalid();
    await user.click(button('Add cluster'));
    await dialog.findByText('The database is away');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      /was not added.*The database is away/,
    );
    expect(field('Kubeconfig').value).toBe(KUBECONFIG);
    await user.click(button('Add cluster'));
    await screen.findByText('Cluster qa-eu-2 was added');
  });

  it('keeps credentials from the browser: no autocomplete, no spell checker, nothing left on close', async () => {
    const opened = await open();
    const { user, dialog, field, button, opener } = opened;
    expect(field('Kubeconfig')).toHaveAttribute('autocomplete', 'off');
    expect(field('Kubeconfig')).toHaveAttribute('spellcheck', 'false');
    await enterToken(opened);
    const token = dialog.getByLabelText('Token');
    expect(token).toHaveAttribute('type', 'password');
    expect(token).toHaveAttribute('autocomplete', 'off');
    await user.click(button('Cancel'));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await waitFor(() => expect(opener).toHaveFocus());
    await user.click(opener);
    const again = within(await screen.findByRole('dialog'));
    await user.click(again.getByRole('radio', { name: 'Address and token' }));
    expect((again.getByLabelText('Token') as HTMLInputElement).value).toBe('');
    expect(
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ).not.toContain('s3cr3t');
  });
});
