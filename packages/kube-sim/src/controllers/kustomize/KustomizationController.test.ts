import { readFileSync } from 'fs';
import { resolve } from 'path';
import { testCluster } from '../../fleet/__fixtures__/testCluster';

const configMap = (name: string, annotations = '') => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  ${annotations}
data: { k: v }
`;
const deployment = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: life }
spec:
  replicas: 2
  selector: { matchLabels: { app: life } }
  template:
    metadata: { labels: { app: life } }
    spec: { containers: [{ name: app, image: '${image}' }] }
`;
const app = (image = 'registry.example.com/life:1.0.0') => ({
  'app/configmap.yaml': configMap('life'),
  'app/deployment.yaml': deployment(image),
  'app/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: { name: life }\nspec: { ports: [{ port: 80 }] }',
});
const request = (token: string) => (object: any) => {
  object.metadata.annotations['reconcile.fluxcd.io/requestedAt'] = token;
};
/** What a stream of statuses says: conditions without messages, and the fields that come last. */
const story = (statuses: any[]) =>
  statuses.map(status => ({
    conditions: (status?.conditions ?? []).map(
      (item: any) => `${item.type}=${item.status}/${item.reason}`,
    ),
    observedGeneration: status?.observedGeneration,
    applied: Boolean(status?.lastAppliedRevision),
    attempted: Boolean(status?.lastAttemptedRevision),
    inventory: status?.inventory?.entries?.length,
    runs: status?.history?.[0]?.totalReconciliations,
    handled: Boolean(status?.lastHandledReconcileAt),
  }));
const recorded = (life: string): any[] =>
  JSON.parse(
    readFileSync(resolve(__dirname, `__fixtures__/${life}.json`), 'utf8'),
  );

describe('KustomizationController', () => {
  it('lives the recorded life: create, three no-op reconciles, suspend, request, resume', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    cluster.clock.advance(5000);
    const from = cluster.events.length;
    cluster.kustomization('life', { wait: true });
    cluster.clock.advance(30_000);
    for (const token of ['one', 'two', 'three']) {
      cluster.edit('Kustomization', 'life', request(token));
      cluster.clock.advance(10_000);
    }
    cluster.edit('Kustomization', 'life', object => {
      object.spec.suspend = true;
    });
    cluster.clock.advance(1000);
    cluster.edit('Kustomization', 'life', request('four'));
    cluster.clock.advance(1000);
    cluster.edit('Kustomization', 'life', object => {
      object.spec.suspend = false;
    });
    cluster.clock.advance(10_000);
    const lived = story(cluster.statuses('Kustomization', 'life', from));
    expect(lived).toEqual(story(recorded('kustomization-life')));
  });

  it('lives the recorded life of crashing pods: times out, retries, takes the fix only after the running check', async () => {
    const cluster = testCluster();
    const broken = 'registry.example.com/life:1.0.0-broken';
    const files = (image: string) => ({
      'app/configmap.yaml': configMap('life'),
      'app/deployment.yaml': deployment(image),
    });
    cluster.push(files(broken));
    cluster.gitRepository();
    cluster.clock.advance(5000);
    const from = cluster.events.length;
    cluster.kustomization('health', {
      wait: true,
      timeout: '8s',
      retryInterval: '10s',
    });
    cluster.clock.advance(45_000);
    cluster.push(files('registry.example.com/life:1.0.1'));
    cluster.edit('GitRepository', 'app', request('new revision'));
    cluster.clock.advance(45_000);
    cluster.store.delete('apps', 'Deployment', 'live', 'life');
    await cluster.collectGarbage();
    cluster.edit('Kustomization', 'health', request('one'));
    cluster.clock.advance(20_000);
    expect(story(cluster.statuses('Kustomization', 'health', from))).toEqual(
      story(recorded('kustomization-health')),
    );
    const [fixed, failed] = cluster.get('Kustomization', 'health')!.status
      .history;
    expect(fixed.totalReconciliations).toBe(2);
    expect(failed).toMatchObject({
      lastReconciledStatus: 'HealthCheckFailed',
      totalReconciliations: 2,
    });
  });

  it.each([
    ['nosource', { sourceRef: { kind: 'GitRepository', name: 'nosource' } }],
    ['notready', { sourceRef: { kind: 'GitRepository', name: 'notready' } }],
    ['badpath', { path: './nowhere' }],
    ['badbuild', { path: './bad' }],
    ['badsa', { serviceAccountName: 'norights' }],
    [
      'stalled-cel',
      {
        healthCheckExprs: [
          { apiVersion: 'v1', kind: 'ConfigMap', current: 'this is not CEL' },
        ],
      },
    ],
  ])('fails as recorded: %s', (name, spec) => {
    const cluster = testCluster();
    cluster.push({
      ...app(),
      'bad/kustomization.yaml': 'resources: [missing.yaml]',
    });
    cluster.gitRepository();
    cluster.create({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'notready', namespace: 'live' },
      spec: { url: 'https://git.example.com/none', interval: '1m' },
    });
    cluster.clock.advance(5000);
    const from = cluster.events.length;
    cluster.kustomization(name, spec);
    cluster.clock.advance(3000);
    const lives: any = recorded('kustomization-failures');
    const lived = cluster.statuses('Kustomization', name, from);
    expect(story(lived)).toEqual(story(lives[name]));
    // Messages differ in revisions, paths and names only.
    const said = (status: any) =>
      status.conditions
        .find((item: any) => item.type === 'Ready')
        .message.replace(/<path>|\/tmp\/[^:'\s]*/g, 'PATH')
        .replace(/ConfigMap\/live\/\w+|configmaps "\w+"/g, 'OBJECT');
    expect(said(lived.at(-1))).toBe(said(lives[name].at(-1)));
  });

  it('waits for a dependency that is missing, then not ready, and looks again every 30 s', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    // Sources of their own: the rule of equal revisions stays out of this.
    cluster.gitRepository('other');
    cluster.clock.advance(5000);
    const lives: any = recorded('kustomization-dependency');
    const from = cluster.events.length;
    cluster.kustomization('dep-b', {
      dependsOn: [{ name: 'dep-a' }],
      sourceRef: { kind: 'GitRepository', name: 'other' },
    });
    cluster.clock.advance(5000);
    cluster.kustomization('dep-a', { suspend: true });
    cluster.edit('Kustomization', 'dep-b', request('one'));
    cluster.clock.advance(2000);
    expect(
      cluster.get('Kustomization', 'dep-b')!.status.conditions[0].message,
    ).toBe("dependency 'live/dep-a' is not ready");
    cluster.edit('Kustomization', 'dep-a', object => {
      object.spec.suspend = false;
    });
    cluster.clock.advance(40_000);
    const without = (items: any[]) =>
      story(items).map(({ inventory, ...rest }) => rest);
    for (const name of ['dep-a', 'dep-b']) {
      expect(without(cluster.statuses('Kustomization', name, from))).toEqual(
        without(lives[name]),
      );
    }
  });

  it('holds a dependent back until its dependency has applied the revision of their common source', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    cluster.kustomization('first', { wait: true });
    cluster.kustomization('second', {
      targetNamespace: 'live',
      namePrefix: 'second-',
      dependsOn: [{ name: 'first' }],
    });
    cluster.clock.advance(120_000);
    expect(cluster.conditions('Kustomization', 'second')[0]).toBe(
      'Ready=True/ReconciliationSucceeded',
    );
    // Ready, but with the revision of yesterday.
    const suspend = (value: boolean) =>
      cluster.edit('Kustomization', 'first', object => {
        object.spec.suspend = value;
      });
    suspend(true);
    cluster.push(app('registry.example.com/life:2.0.0'));
    cluster.clock.advance(120_000);
    expect(
      cluster.get('Kustomization', 'second')!.status.conditions[0].message,
    ).toBe("dependency 'live/first' revision is not up to date");
    suspend(false);
    cluster.clock.advance(120_000);
    expect(
      cluster.get('Kustomization', 'second')!.status.lastAppliedRevision,
    ).toBe(cluster.get('GitRepository', 'app')!.status.artifact.revision);
  });

  it('prunes what left the source, but not what asks to stay', () => {
    const cluster = testCluster();
    cluster.push({
      ...app(),
      'app/b.yaml': configMap('b'),
      'app/keep.yaml': configMap(
        'keep',
        'annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }',
      ),
    });
    cluster.gitRepository();
    cluster.kustomization('drift');
    cluster.clock.advance(10_000);
    cluster.push(app());
    cluster.clock.advance(120_000);
    expect(cluster.get('ConfigMap', 'b')).toBeUndefined();
    expect(cluster.get('ConfigMap', 'keep')).toBeDefined();
    expect(
      cluster.get('Kustomization', 'drift')!.status.inventory.entries,
    ).toEqual([
      { id: 'live_life__ConfigMap', v: 'v1' },
      { id: 'live_life__Service', v: 'v1' },
      { id: 'live_life_apps_Deployment', v: 'v1' },
    ]);
    const events = cluster.store.list('', 'Event', 'live');
    expect(events.map(event => event.message)).toContain(
      'ConfigMap/live/keep skipped\nConfigMap/live/b deleted',
    );
  });

  it('prunes when it is deleted, and leaves everything when it is deleted while suspended', () => {
    const remains = (suspend: boolean) => {
      const cluster = testCluster();
      cluster.push(app());
      cluster.gitRepository();
      cluster.kustomization('gone');
      cluster.clock.advance(10_000);
      cluster.edit('Kustomization', 'gone', object => {
        object.spec.suspend = suspend;
      });
      cluster.clock.advance(10_000);
      cluster.store.delete(
        'kustomize.toolkit.fluxcd.io',
        'Kustomization',
        'live',
        'gone',
      );
      cluster.clock.advance(5000);
      expect(cluster.get('Kustomization', 'gone')).toBeUndefined();
      return Boolean(cluster.get('ConfigMap', 'life'));
    };
    expect(remains(false)).toBe(false);
    expect(remains(true)).toBe(true);
  });

  it('puts declared fields back, and removes added ones only when kubectl added them', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    cluster.kustomization('drift');
    cluster.clock.advance(10_000);
    const after = (manager: string) => {
      cluster.edit(
        'ConfigMap',
        'life',
        object => {
          delete object.metadata.annotations;
          object.data = { k: 'edited', extra: 'added' };
        },
        manager,
      );
      cluster.edit('Kustomization', 'drift', request(manager));
      cluster.clock.advance(5000);
      return cluster.get('ConfigMap', 'life')!.data;
    };
    expect(after('kubectl-edit')).toEqual({ k: 'v' });
    expect(after('kubectl-patch')).toEqual({ k: 'v' });
    expect(after('portal')).toEqual({ k: 'v', extra: 'added' });
  });

  it('reverts the suspension of a child exactly when the recorded parent did', () => {
    const facts: any = recorded('kustomization-parent-child');
    const cluster = testCluster();
    const cases = Object.keys(facts).map((text, index) => ({
      text,
      name: `child-${index}`,
      manager: text.split(',')[0],
      declares: text.includes('suspend: false'),
    }));
    cluster.push(
      Object.fromEntries(
        cases.map(({ name, declares }) => [
          `app/${name}.yaml`,
          `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name} }
spec: { interval: 10m, path: ./none, prune: true, sourceRef: { kind: GitRepository, name: app }${
            declares ? ', suspend: false' : ''
          } }`,
        ]),
      ),
    );
    cluster.gitRepository();
    cluster.kustomization('parent');
    cluster.clock.advance(10_000);
    for (const { name, manager } of cases) {
      cluster.edit(
        'Kustomization',
        name,
        object => {
          delete object.metadata.annotations;
          object.spec.suspend = true;
        },
        manager,
      );
    }
    cluster.edit('Kustomization', 'parent', request('one'));
    cluster.clock.advance(5000);
    const reverted = Object.fromEntries(
      cases.map(({ text, name }) => [
        text,
        cluster.get('Kustomization', name)!.spec.suspend !== true,
      ]),
    );
    expect(cases).toHaveLength(16);
    expect(reverted).toEqual(
      Object.fromEntries(cases.map(({ text }) => [text, facts[text].reverted])),
    );
  });

  it('keeps the old revision applied while a new one does not build, and adds no history for it', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    cluster.kustomization('drift', { retryInterval: '5s' });
    cluster.clock.advance(10_000);
    const before = cluster.get('Kustomization', 'drift')!.status;
    cluster.push({
      ...app(),
      'app/kustomization.yaml': 'resources: [gone.yaml]',
    });
    cluster.clock.advance(90_000);
    const { status } = cluster.get('Kustomization', 'drift')!;
    expect(cluster.conditions('Kustomization', 'drift')).toEqual([
      'Reconciling=True/ProgressingWithRetry',
      'Ready=False/BuildFailed',
    ]);
    expect(status.lastAppliedRevision).toBe(before.lastAppliedRevision);
    expect(status.lastAttemptedRevision).not.toBe(before.lastAppliedRevision);
    expect(status.history).toHaveLength(1);
  });
});
