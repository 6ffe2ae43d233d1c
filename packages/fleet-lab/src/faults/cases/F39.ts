import type { FaultCase } from '../FaultCase';
import { readModel } from '../readModel';

/** An aggregated API is down, and then the server cannot say anything of a Flux group either. */
export const F39: FaultCase = {
  id: 'F39',
  title: 'Discovery fails in part',
  criterion:
    'The Flux kinds are watched on, and no row goes because discovery does not name a group.',
  sabotages: [
    {
      title: 'a kind that discovery does not name is gone',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/isGone.ts',
          find: 'return false;',
          replace: 'return true;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const count = async () =>
      (await readModel(run.replica.api, cluster.id)).length;
    const before = await count();
    const edits: Array<(list: any) => void> = [
      list =>
        list.items.push({
          metadata: { name: 'metrics.k8s.io' },
          versions: [{ version: 'v1beta1', resources: [], freshness: 'Stale' }],
        }),
      list => {
        const group = list.items.find((g: any) =>
          g.metadata.name.startsWith('kustomize'),
        );
        group.versions = [{ version: 'v1', resources: [], freshness: 'Stale' }];
      },
      list => {
        list.items = list.items.filter(
          (g: any) => !g.metadata.name.startsWith('source.toolkit'),
        );
      },
    ];
    for (const edit of edits) {
      let asked = 0;
      const end = proxy.inject({
        match: ({ type, path }) => type === 'discovery' && path === '/apis',
        act: exchange =>
          exchange.forward(body => {
            const list = JSON.parse(body);
            asked += 1;
            if (list.items) edit(list);
            return JSON.stringify(list);
          }),
      });
      await run.replica.api.refreshCluster({
        params: { clusterId: cluster.id },
      });
      await run.until('discovery was asked', () => asked >= 2, 30_000);
      const after = await count();
      run.check(after === before, `${before - after} rows went`);
      await workload.update(workload.objects);
      await run.settle(cluster);
      end();
    }
  },
};
