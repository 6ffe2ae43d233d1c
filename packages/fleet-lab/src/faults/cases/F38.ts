import type { KubeObject } from '@internal/kube-sim';
import type { FaultCase } from '../FaultCase';

/** What no controller writes, but a tenant with the right to patch a status can. */
const POISONED: ReadonlyArray<(object: KubeObject) => void> = [
  object => (object.status = 'nonsense' as any),
  object => (object.status = [1, 2, 3] as any),
  object => (object.status = { conditions: 'Ready' }),
  object => (object.status = { conditions: [null, 7, { type: {} }, []] }),
  object =>
    (object.status = {
      conditions: [
        { type: 'Ready', status: true, message: { toString: 'x' }, reason: 5 },
      ],
    }),
  object => (object.spec = { interval: 5, sourceRef: 'x', suspend: 'yes' }),
  object => (object.spec = null as any),
  object => (object.spec = { sourceRef: null, dependsOn: [null, 'x', 3] }),
  object => (object.status = { inventory: { entries: [null, { id: 9 }] } }),
  object => (object.status = { history: 'x', lastAppliedRevision: { a: 1 } }),
  object =>
    (object.metadata.labels = { 'backstage.io/kubernetes-id': 7 } as any),
  object => (object.metadata.annotations = 'x' as any),
  object =>
    (object.status = JSON.parse('{"__proto__":{"ready":1},"conditions":{}}')),
  object => {
    let deep: unknown = 'x';
    for (let i = 0; i < 500; i++) deep = { deep };
    object.status = { conditions: [deep], deep };
  },
];

/** One tenant's objects are poison. */
export const F38: FaultCase = {
  id: 'F38',
  title: 'Poison objects in one tenant',
  criterion:
    'Every other object is kept current, the poisoned ones have a row, and nothing is left uncaught.',
  sabotages: [
    {
      title: 'a label is taken for the text that its type says',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/database/cleanText.ts',
          find: "if (typeof text !== 'string' || !text) return null;",
          replace: 'if (!text) return null;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { sim, workload } = cluster;
    for (const poison of POISONED) {
      const objects = ['Kustomization', 'HelmRelease', 'GitRepository'].map(
        kind => workload.make(kind),
      );
      objects.forEach(poison);
      await sim.control({ type: 'put', objects });
      await workload.change(3);
    }
    await run.settle(cluster);
    // And read in a list.
    await run.replica.api.refreshCluster({
      params: { clusterId: cluster.id },
    });
    await workload.change(20);
    await run.settle(cluster);
  },
};
