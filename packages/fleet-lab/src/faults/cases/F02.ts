import type { FaultCase } from '../FaultCase';
import type { LabCluster } from '../LabCluster';
import { only } from '../LabCluster';

/** A page that takes thirty seconds, scaled. */
const SLOW_MS = 1_000;
const CLUSTERS = 10;
/** Of an update in a healthy cluster, on a machine that does other things too. */
const FRESH_MS = 5_000;

/** One of many clusters answers each list slowly. */
export const F02: FaultCase = {
  id: 'F02',
  title: 'Slow list pages in 1 of 10 clusters',
  criterion:
    'The other clusters stay as fresh as before; the slow one is read to the end, and no two lists of a kind overlap.',
  sabotages: [
    {
      title: 'all clusters take turns',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'const result = await unlessAborted(this.#attempt(work), signal);',
          replace: `const shared = globalThis as any;
      const before0 = shared.turn ?? Promise.resolve();
      const mine = before0.catch(() => {}).then(() => this.#attempt(work));
      shared.turn = mine;
      const result = await unlessAborted(mine as Promise<T>, signal);`,
        },
      ],
    },
  ],
  async run(run) {
    const [slow, ...others] = await run.clusters(CLUSTERS, { objects: 20 });
    const settleSoon = (cluster: LabCluster) =>
      run.settle(cluster, { withinMs: FRESH_MS });
    const freshness = async () => {
      let worst = 0;
      for (const cluster of others) {
        cluster.proxy.watches.forEach(stream => stream.end());
        await cluster.workload.change(5);
      }
      for (const cluster of others) {
        worst = Math.max(worst, await settleSoon(cluster));
      }
      return worst;
    };
    run.notes.freshBeforeMs = await freshness();
    const underWay = new Map<string, number>();
    let overlaps = 0;
    slow.proxy.inject({
      match: request => only([request], 'list').length > 0,
      act: async exchange => {
        const { request, response } = exchange;
        const { plural } = request;
        const already = underWay.get(plural) ?? 0;
        if (already) overlaps += 1;
        underWay.set(plural, already + 1);
        // Also when the replica gives it up: it is no longer under way then.
        response.once('close', () =>
          underWay.set(plural, underWay.get(plural)! - 1),
        );
        await run.sleep(SLOW_MS);
        if (!response.destroyed) await exchange.forward();
      },
    });
    await slow.workload.change(20);
    const refresh = run.replica.api
      .refreshCluster({ params: { clusterId: slow.id } })
      // Whether it was in time is not the point: the oracle looks at what was read.
      .catch(() => undefined);
    await run.until('its lists are under way', () =>
      [...underWay.values()].some(count => count > 0),
    );
    run.notes.freshMeanwhileMs = await freshness();
    await refresh;
    run.check(overlaps === 0, `${overlaps} lists of a kind at once`);
    await run.settle(slow, { withinMs: 30_000 });
  },
};
