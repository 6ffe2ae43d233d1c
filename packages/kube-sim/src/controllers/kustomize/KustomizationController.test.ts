import { testCluster } from '../../fleet/__fixtures__/testCluster';
import {
  app,
  configMap,
  deployment,
  recorded,
  request,
  story,
} from './__fixtures__/kustomizationLife';

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
});
