import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import { discoverKinds } from './discoverKinds';
import { KubernetesError } from './KubernetesError';
import { readVersions } from './readVersions';

const NOTIFICATION = 'notification.toolkit.fluxcd.io';
const VERBS = ['get', 'list', 'watch'];

function aggregated(
  groups: Array<{
    name: string;
    versions: Array<[version: string, plurals: string[], freshness?: string]>;
  }>,
) {
  return {
    kind: 'APIGroupDiscoveryList',
    items: groups.map(({ name, versions }) => ({
      metadata: { name },
      versions: versions.map(([version, plurals, freshness = 'Current']) => ({
        version,
        freshness,
        resources: plurals.map(resource => ({ resource, verbs: VERBS })),
      })),
    })),
  };
}

function plain(
  groups: Array<{ name: string; versions: string[]; preferred: string }>,
) {
  return {
    kind: 'APIGroupList',
    groups: groups.map(({ name, versions, preferred }) => ({
      name,
      versions: versions.map(version => ({ version })),
      preferredVersion: { version: preferred },
    })),
  };
}

async function discover(client: ScriptedKubernetesClient) {
  const found = await discoverKinds({
    call: work => work(client),
    signal: new AbortController().signal,
  });
  return {
    found,
    served: Object.fromEntries(
      found.filter(k => k.version).map(k => [k.kind.kind, k.version]),
    ),
  };
}

describe('discoverKinds', () => {
  it('reads all groups in one request, each kind in the first version that serves it', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = () =>
      aggregated([
        { name: 'apps', versions: [['v1', ['deployments']]] },
        {
          name: NOTIFICATION,
          versions: [
            ['v1', ['receivers']],
            ['v1beta3', ['alerts', 'providers', 'receivers']],
          ],
        },
      ]);
    const { found, served } = await discover(client);

    expect(served).toEqual({
      Receiver: 'v1',
      Alert: 'v1beta3',
      Provider: 'v1beta3',
    });
    expect(found.find(k => k.kind.kind === 'Receiver')?.served).toEqual([
      'v1',
      'v1beta3',
    ]);
    expect(found.find(k => k.kind.kind === 'Alert')?.served).toEqual([
      'v1beta3',
    ]);
    // The others are known to be absent.
    expect(found).toHaveLength(FLUX_KINDS.length);
    expect(client.requests).toHaveLength(1);
    expect(client.requests[0]).toMatchObject({
      path: '/apis',
      accept: expect.stringContaining('as=APIGroupDiscoveryList'),
    });
  });

  it('asks group by group where the server has no aggregated discovery', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = ({ path }) => {
      const resources = (names: string[]) => ({
        resources: names.map(name => ({ name, verbs: VERBS })),
      });
      switch (path) {
        case '/apis':
          return plain([
            { name: 'apps', versions: ['v1'], preferred: 'v1' },
            {
              name: NOTIFICATION,
              versions: ['v1beta3', 'v1'],
              preferred: 'v1',
            },
          ]);
        case `/apis/${NOTIFICATION}/v1`:
          return resources(['receivers', 'receivers/status']);
        case `/apis/${NOTIFICATION}/v1beta3`:
          return resources(['alerts', 'providers', 'receivers']);
        default:
          throw new Error(`not expected: ${path}`);
      }
    };
    const { found, served } = await discover(client);
    expect(served).toEqual({
      Receiver: 'v1',
      Alert: 'v1beta3',
      Provider: 'v1beta3',
    });
    expect(found.find(k => k.kind.kind === 'Receiver')?.served).toEqual([
      'v1',
      'v1beta3',
    ]);
  });

  it('says nothing of a group that the server cannot ask at the moment', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = () =>
      aggregated([
        { name: 'metrics.k8s.io', versions: [['v1', [], 'Stale']] },
        {
          name: 'helm.toolkit.fluxcd.io',
          versions: [['v2', ['helmreleases'], 'Stale']],
        },
        {
          name: 'kustomize.toolkit.fluxcd.io',
          versions: [['v1', ['kustomizations']]],
        },
      ]);
    const { found, served } = await discover(client);
    expect(served).toEqual({ Kustomization: 'v1' });
    expect(found.map(k => k.kind.kind)).not.toContain('HelmRelease');
  });

  it('says nothing of a group whose resources cannot be read, group by group', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = ({ path }) =>
      path === '/apis'
        ? plain([{ name: NOTIFICATION, versions: ['v1'], preferred: 'v1' }])
        : new KubernetesError('no', { reason: 'server-error', status: 503 });
    const { found } = await discover(client);
    expect(found.map(k => k.kind.group)).not.toContain(NOTIFICATION);
    expect(found.length).toBeGreaterThan(0);
  });

  it('leaves out kinds that can only be read one by one', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = () => ({
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: { name: NOTIFICATION },
          versions: [
            {
              version: 'v1',
              resources: [{ resource: 'receivers', verbs: ['get'] }],
            },
          ],
        },
      ],
    });
    expect((await discover(client)).served).toEqual({});
  });

  it.each([[undefined], [{}], [{ kind: 'Status' }], [[]]])(
    'does not take %j for discovery',
    async answer => {
      const client = new ScriptedKubernetesClient();
      client.answer = () => answer;
      await expect(discover(client)).rejects.toMatchObject({
        reason: 'not-kubernetes',
      });
    },
  );
});

describe('readVersions', () => {
  const deployment = (version: unknown) => ({
    metadata: { labels: { 'app.kubernetes.io/version': version } },
  });
  const read = (client: ScriptedKubernetesClient) =>
    readVersions({
      call: work => work(client),
      signal: new AbortController().signal,
    });

  it('reads the version of Kubernetes, and of Flux from its Deployments in any namespace', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = ({ path }) =>
      path === '/version'
        ? { gitVersion: 'v1.36.2' }
        : {
            items: [
              deployment('v2.9.4'),
              deployment('v2.10.0'),
              deployment(7),
              { metadata: {} },
            ],
          };
    await expect(read(client)).resolves.toEqual({
      kubernetesVersion: 'v1.36.2',
      fluxVersion: 'v2.10.0',
    });
    expect(client.requests[1]).toMatchObject({
      path: '/apis/apps/v1/deployments',
      query: { labelSelector: 'app.kubernetes.io/part-of=flux' },
    });
  });

  it('knows less, and fails for nothing, where it may not look', async () => {
    const client = new ScriptedKubernetesClient();
    client.answer = ({ path }) =>
      path === '/version'
        ? { gitVersion: 'x'.repeat(1_000) }
        : new KubernetesError('no', { reason: 'forbidden', status: 403 });
    await expect(read(client)).resolves.toEqual({});
  });
});
