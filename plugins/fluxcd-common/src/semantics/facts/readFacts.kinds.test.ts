import recorded from '../__fixtures__/facts.json';
import type { FluxObject } from '../FluxObject';
import { readFacts } from '../readFacts';
import { readRowFacts } from '../readRowFacts';

function make(kind: string, spec: object, status: object = {}): FluxObject {
  return {
    apiVersion: 'notification.toolkit.fluxcd.io/v1',
    kind,
    metadata: { name: 'it', namespace: 'live' },
    spec: { ...spec },
    status: { ...status },
  };
}
const facts = (object: FluxObject) =>
  Object.fromEntries(readFacts(object).map(f => [f.name, f.value]));
const names = (object: FluxObject, fact: string) =>
  readFacts(object)
    .find(f => f.name === fact)
    ?.references?.map(r => `${r.kind} ${r.namespace}/${r.name}`);

describe('the facts of recorded objects', () => {
  it('tell of a failed upgrade what is installed, how often it failed, and what is done then', () => {
    const failed = recorded.failed as unknown as FluxObject;
    expect(facts(failed)).toMatchObject({
      chart: 'podinfo',
      chartVersion: '6.x',
      releaseName: 'rel',
      targetNamespace: 'live',
      upgradeFailures: expect.stringMatching(/^[1-9]$/),
      upgradeRetries: '1',
      upgradeRemediation: 'rollback',
    });
    expect(names(failed, 'helmChart')).toEqual(['HelmChart live/live-rel']);
  });

  it('keep silent about failures when there are none, and about values always', () => {
    const released = recorded.released as unknown as FluxObject;
    expect(facts(released)).toMatchObject({
      appVersion: '6.9.2',
      releaseNumber: '10',
      driftDetection: 'enabled',
    });
    expect(facts(released)).not.toHaveProperty('upgradeFailures');
    expect(JSON.stringify(readFacts(released))).not.toContain('Running');
    expect(readRowFacts(released)).toEqual({
      chart: 'podinfo',
      chartVersion: '6.x',
      targetNamespace: 'live',
    });
  });

  it('tell what a Kustomization applies', () => {
    const kustomization = recorded.kustomization as unknown as FluxObject;
    const { path, prune } = recorded.kustomization.spec;
    expect(facts(kustomization)).toMatchObject({ path, prune: String(prune) });
    expect(readRowFacts(kustomization)).toEqual({ path });
  });
});

describe('the facts of a source', () => {
  it('name what Flux follows where nothing is named', () => {
    expect(facts(make('GitRepository', {})).branch).toBe('master');
    expect(facts(make('OCIRepository', { ref: {} })).tag).toBe('latest');
    expect(
      facts(make('GitRepository', { ref: { commit: 'abc' } })),
    ).not.toHaveProperty('branch');
    expect(facts(make('HelmRepository', {})).type).toBe('default');
  });

  it('tell whether signatures are checked, and with which result', () => {
    expect(
      facts(
        make(
          'GitRepository',
          { verify: { secretRef: { name: 'keys' } } },
          { conditions: [{ type: 'SourceVerified', status: 'True' }] },
        ),
      ),
    ).toMatchObject({ verify: 'HEAD', verified: 'True', verifySecret: 'keys' });
    expect(
      facts(make('OCIRepository', { verify: { provider: 'cosign' } })),
    ).toMatchObject({ verify: 'cosign' });
    expect(facts(make('OCIRepository', {}))).not.toHaveProperty('verify');
  });

  it('tell of a generator what it has made, and before that what it is going to make', () => {
    const spec = {
      sources: [{ alias: 'a', kind: 'GitRepository', name: 'fleet' }],
      artifacts: [{ name: 'one' }, { name: 'two' }],
    };
    const planned = make('ArtifactGenerator', spec);
    expect(names(planned, 'sources')).toEqual(['GitRepository live/fleet']);
    expect(names(planned, 'plannedArtifacts')).toHaveLength(2);
    const made = make('ArtifactGenerator', spec, {
      inventory: [{ name: 'one', namespace: 'live', digest: 'sha256:1' }],
    });
    expect(names(made, 'artifacts')).toEqual(['ExternalArtifact live/one']);
  });
});

describe('the facts of image automation', () => {
  it('tell of a repository what was found, and nothing of a scan that was never made', () => {
    const spec = { image: 'r.example.com/app' };
    expect(
      facts(
        make('ImageRepository', spec, {
          lastScanResult: {
            tagCount: 3,
            scanTime: '2026-11-20T08:00:00Z',
            latestTags: ['3', '2'],
          },
        }),
      ),
    ).toEqual({
      image: 'r.example.com/app',
      tagCount: '3',
      lastScanAt: '2026-11-20T08:00:00.000Z',
      latestTags: '3, 2',
    });
    expect(facts(make('ImageRepository', spec))).toEqual(spec);
  });

  it('tell of a policy what it chose, by what, and what it was before', () => {
    const policy = make(
      'ImagePolicy',
      { policy: { semver: { range: '>=1.0' } } },
      {
        latestRef: { name: 'r/app', tag: '1.2.0', digest: 'sha256:ab' },
        observedPreviousRef: { name: 'r/app', tag: '1.1.0' },
      },
    );
    expect(facts(policy)).toEqual({
      latestImage: 'r/app:1.2.0@sha256:ab',
      semver: '>=1.0',
      previousImage: 'r/app:1.1.0',
    });
    expect(readRowFacts(policy)).toEqual({
      latestImage: 'r/app:1.2.0@sha256:ab',
      semver: '>=1.0',
    });
  });

  it('tell where an automation pushes: without a branch of its own to where it came from', () => {
    const automation = make(
      'ImageUpdateAutomation',
      { git: { checkout: { ref: { branch: 'main' } } } },
      {
        lastPushCommit: 'abc',
        lastPushTime: '2026-11-20T08:00:00Z',
        observedPolicies: { app: { name: 'r/app', tag: '1' } },
      },
    );
    expect(facts(automation)).toMatchObject({
      branch: 'main',
      pushBranch: 'main',
      lastPushCommit: 'abc',
      lastPushAt: '2026-11-20T08:00:00.000Z',
    });
    expect(names(automation, 'observedPolicies')).toEqual([
      'ImagePolicy live/app',
    ]);
  });
});

describe('the facts of notifications', () => {
  it('tell of an alert who is told what about which objects', () => {
    const alert = make('Alert', {
      providerRef: { name: 'chat' },
      eventSources: [
        { kind: 'Kustomization', name: '*', matchLabels: { team: 'a' } },
        { kind: 'HelmRelease', name: 'web', namespace: 'shop' },
      ],
    });
    const [provider, severity, sources] = readFacts(alert);
    expect(provider.references).toEqual([
      {
        group: 'notification.toolkit.fluxcd.io',
        kind: 'Provider',
        namespace: 'live',
        name: 'chat',
      },
    ]);
    expect(severity.value).toBe('info');
    expect(sources.references).toEqual([
      {
        group: 'kustomize.toolkit.fluxcd.io',
        kind: 'Kustomization',
        namespace: 'live',
        name: '*',
        labels: 'team=a',
      },
      {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        namespace: 'shop',
        name: 'web',
      },
    ]);
    expect(readRowFacts(alert)).toEqual({
      alertProvider: 'chat',
      eventSeverity: 'info',
      eventSources: 'Kustomization/*, HelmRelease/web',
    });
  });

  it('tell of a provider the host only, and no channel that may be a key', () => {
    const spec = {
      address: 'https://token@hooks.example.com/services/T0/B0/s3cr3t?k=1',
      channel: 'ops',
      secretRef: { name: 'hook' },
    };
    expect(facts(make('Provider', { ...spec, type: 'slack' }))).toEqual({
      type: 'slack',
      channel: 'ops',
      host: 'hooks.example.com',
      secret: 'hook',
    });
    expect(
      facts(make('Provider', { ...spec, type: 'pagerduty' })),
    ).not.toHaveProperty('channel');
    expect(
      facts(
        make('Provider', {
          type: 'azureeventhub',
          address: 'Endpoint=sb://x.example.com/;SharedAccessKey=s3cr3t',
        }),
      ),
    ).toEqual({ type: 'azureeventhub' });
  });

  it('tell that a receiver has a webhook, not which', () => {
    const receiver = make(
      'Receiver',
      {
        type: 'github',
        events: ['ping', 'push'],
        resources: Array.from({ length: 60 }, (_, i) => ({
          kind: 'GitRepository',
          name: `r${i}`,
        })),
      },
      { webhookPath: '/hook/0123abcd' },
    );
    expect(facts(receiver)).toEqual({
      type: 'github',
      events: 'ping, push',
      triggers: '60',
      webhook: 'true',
    });
    expect(names(receiver, 'triggers')).toHaveLength(50);
    expect(readRowFacts(receiver).triggers).toBe(
      'GitRepository/r0, GitRepository/r1, GitRepository/r2, +57',
    );
    expect(facts(make('Receiver', {})).webhook).toBe('false');
  });
});

describe('the facts of flux-operator', () => {
  it('tell of an instance what is installed and synced', () => {
    const instance = make(
      'FluxInstance',
      {
        distribution: { version: '2.x', registry: 'r.example.com/flux' },
        sync: {
          kind: 'GitRepository',
          url: 'https://u:p@git.example.com/fleet?x=1',
          ref: 'refs/heads/main',
          path: './clusters/a',
        },
      },
      { components: [{ name: 'a' }, { name: 'b' }] },
    );
    expect(facts(instance)).toEqual({
      distributionVersion: '2.x',
      registry: 'r.example.com/flux',
      componentCount: '2',
      componentNames: 'a, b',
      syncKind: 'GitRepository',
      syncRef: 'refs/heads/main',
      syncPath: './clusters/a',
      syncUrl: 'https://git.example.com/fleet',
      syncs: '1',
    });
    expect(names(instance, 'syncs')).toEqual(['Kustomization live/live']);
  });

  it('sum up a report', () => {
    const report = make('FluxReport', {
      components: [{ ready: true }, { ready: false }],
      reconcilers: [
        { stats: { running: 3, failing: 1, suspended: 0 } },
        { stats: { running: 2, failing: 0 } },
      ],
    });
    expect(facts(report)).toEqual({
      componentsReady: '1',
      componentCount: '2',
      running: '5',
      failing: '1',
      suspended: '0',
    });
  });

  it('count inputs and objects of a set, without showing an input', () => {
    const set = make(
      'ResourceSet',
      {
        inputs: [{ token: 's3cr3t' }],
        inputsFrom: [{ name: 'pulls' }],
      },
      {
        inventory: { entries: [{ id: 'a' }, { id: 'b' }] },
        history: [{ metadata: { inputs: '4' } }],
      },
    );
    expect(facts(set)).toEqual({ inputs: '4', objects: '2', inputsFrom: '1' });
    expect(JSON.stringify(readFacts(set))).not.toContain('s3cr3t');
    expect(facts(make('ResourceSet', { inputs: [{}] })).inputs).toBe('1');
  });

  it('count what a provider of inputs exports', () => {
    expect(
      facts(
        make(
          'ResourceSetInputProvider',
          { type: 'GitHubPullRequest', url: 'https://git.example.com/a/b' },
          { exportedInputs: [{ token: 's3cr3t' }, {}] },
        ),
      ),
    ).toEqual({
      type: 'GitHubPullRequest',
      inputUrl: 'https://git.example.com/a/b',
      exportedInputs: '2',
    });
  });
});

describe('the facts of a row', () => {
  it('stay small, whatever the object says', () => {
    const long = 'x'.repeat(5_000);
    expect(
      JSON.stringify(
        readRowFacts(make('Receiver', { type: long, events: [long] })),
      ).length,
    ).toBeLessThan(500);
    expect(
      readFacts(make('GitRepository', { ignore: long }))[1].value,
    ).toHaveLength(500);
  });
});
