import {
  createKubeconfigs,
  GOOD_SERVER,
  GOOD_USER,
} from '../__testUtils__/createKubeconfigs';
import { forbidProcessesAndFiles } from '../__testUtils__/forbidProcessesAndFiles';
import { Kubeconfig } from './Kubeconfig';

let given: Awaited<ReturnType<typeof createKubeconfigs>>;
beforeAll(async () => {
  given = await createKubeconfigs();
});

describe('Kubeconfig with several contexts', () => {
  forbidProcessesAndFiles();

  const several = () =>
    given.kubeconfig(GOOD_SERVER, GOOD_USER, {
      'current-context': 'prod',
      contexts: [
        {
          name: 'prod',
          context: { cluster: 'k', user: 'u', namespace: 'n' },
        },
        { name: 'azure', context: { cluster: 'k', user: 'az' } },
      ],
      users: [
        { name: 'u', user: GOOD_USER },
        { name: 'az', user: { exec: { command: 'kubelogin' } } },
      ],
    });

  it('lists them, with the reason why one cannot be used', () => {
    expect(Kubeconfig.parse(several()).listContexts()).toEqual([
      {
        name: 'prod',
        server: 'https://api.example.com:6443',
        user: 'u',
        namespace: 'n',
        current: true,
        refusal: undefined,
      },
      {
        name: 'azure',
        server: undefined,
        user: 'az',
        namespace: undefined,
        current: false,
        refusal: expect.stringContaining('users["az"].user.exec is refused'),
      },
    ]);
  });

  it('wants a choice, even when one is the current one', () => {
    expect(() => Kubeconfig.parse(several()).toCredentials()).toThrow(
      'kubeconfig holds 2 contexts, choose one: "prod", "azure"',
    );
  });

  it('takes the chosen one, whatever stands beside it', () => {
    expect(Kubeconfig.parse(several()).toCredentials('prod').secret.token).toBe(
      'abc.def',
    );
    expect(() => Kubeconfig.parse(several()).toCredentials('azure')).toThrow(
      'Azure module',
    );
  });

  it('names the contexts there are when the chosen one is not', () => {
    expect(() =>
      Kubeconfig.parse(several()).toCredentials('constructor'),
    ).toThrow('has no context "constructor"; it has "prod", "azure"');
  });

  it('names at most 20 of them', () => {
    const contexts = Array.from({ length: 50 }, (_, i) => ({
      name: `ctx-${i}`,
      context: { cluster: 'k', user: 'u' },
    }));
    const config = Kubeconfig.parse(
      given.kubeconfig(GOOD_SERVER, GOOD_USER, { contexts }),
    );
    expect(() => config.toCredentials()).toThrow(/"ctx-19", …$/);
  });
});
