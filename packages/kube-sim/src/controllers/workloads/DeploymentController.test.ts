import { testCluster } from '../../fleet/__fixtures__/testCluster';

const SOUND = 'registry.example.com/web:1.0.0';

function web(image = SOUND) {
  const cluster = testCluster();
  cluster.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'live' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image }] },
      },
    },
  });
  cluster.clock.advance(30_000);
  return {
    ...cluster,
    pods: () => cluster.store.list('', 'Pod', 'live'),
    ready: () => cluster.get('Deployment', 'web')!.status.readyReplicas,
  };
}

describe('DeploymentController', () => {
  it('makes pods that become ready', () => {
    const cluster = web();
    expect(cluster.ready()).toBe(3);
    expect(cluster.pods().map(pod => pod.status.phase)).toEqual([
      'Running',
      'Running',
      'Running',
    ]);
    expect(cluster.get('Deployment', 'web')!.status.conditions).toEqual([
      expect.objectContaining({ type: 'Available', status: 'True' }),
      expect.objectContaining({
        type: 'Progressing',
        reason: 'NewReplicaSetAvailable',
      }),
    ]);
  });

  it('scales up and down', () => {
    const cluster = web();
    for (const replicas of [5, 1, 0]) {
      cluster.edit('Deployment', 'web', object => {
        object.spec.replicas = replicas;
      });
      cluster.clock.advance(10_000);
      expect(cluster.pods()).toHaveLength(replicas);
      expect(cluster.ready()).toBe(replicas);
    }
  });

  it('replaces every pod on a restart, and never has fewer ready than allowed', () => {
    const cluster = web();
    const before = cluster.pods().map(pod => pod.metadata.name);
    let least = 3;
    cluster.store.subscribe(({ object }) => {
      if (object.kind === 'Deployment') {
        least = Math.min(least, object.status.readyReplicas);
      }
    });
    cluster.edit('Deployment', 'web', object => {
      object.spec.template.metadata.annotations = {
        'kubectl.kubernetes.io/restartedAt': 'now',
      };
    });
    cluster.clock.advance(60_000);
    const after = cluster.pods().map(pod => pod.metadata.name);
    expect(after).toHaveLength(3);
    expect(after.filter(name => before.includes(name))).toEqual([]);
    expect(least).toBe(3);
  });

  it('keeps the old pods when the new image crashes, and says when it gives up', () => {
    const cluster = web();
    cluster.edit('Deployment', 'web', object => {
      object.spec.template.spec.containers[0].image =
        'registry.example.com/web:2.0.0-broken';
    });
    cluster.clock.advance(60_000);
    const images = cluster.pods().map(pod => pod.spec.containers[0].image);
    expect(images.filter(image => image === SOUND)).toHaveLength(3);
    const crashing = cluster
      .pods()
      .find(pod => pod.spec.containers[0].image !== SOUND)!;
    expect(crashing.status.containerStatuses[0]).toMatchObject({
      ready: false,
      restartCount: 3,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    });
    cluster.clock.advance(600_000);
    expect(
      cluster.get('Deployment', 'web')!.status.conditions[1],
    ).toMatchObject({
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });
  });
});
