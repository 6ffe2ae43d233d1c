import { testCluster } from '../../fleet/__fixtures__/testCluster';
import {
  app,
  configMap,
  recorded,
  request,
} from './__fixtures__/kustomizationLife';

describe('KustomizationController, rule by rule', () => {
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

  it('answers a request that comes while a pass runs with another pass', () => {
    const cluster = testCluster();
    cluster.push(app('registry.example.com/life:1.0.0-broken'));
    cluster.gitRepository();
    cluster.kustomization('busy', { wait: true, timeout: '30s' });
    cluster.clock.advance(20_000);
    cluster.edit('Kustomization', 'busy', request('meanwhile'));
    cluster.clock.advance(5000);
    const handled = () =>
      cluster.get('Kustomization', 'busy')!.status.lastHandledReconcileAt;
    expect(handled()).toBeUndefined();
    cluster.clock.advance(60_000);
    expect(handled()).toBe('meanwhile');
  });
});
