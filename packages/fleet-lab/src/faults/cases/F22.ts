import type { FaultCase } from '../FaultCase';
import { only } from '../LabCluster';

const CLUSTERS = 20;

/** Every watch of every cluster ends at once, in good order and then in bad. */
export const F22: FaultCase = {
  id: 'F22',
  title: `All watches of ${CLUSTERS} clusters end at once`,
  criterion:
    'They are open again with 0 lists and a connection or two for each cluster.',
  sabotages: [
    {
      title: 'a watch that ended leads to a list',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: "      case 'ended':",
          replace: "      case 'ended':\n        this.#mustList = true;",
        },
      ],
    },
  ],
  async run(run) {
    const clusters = await run.clusters(CLUSTERS, { objects: 10 });
    const dialled = () =>
      clusters.reduce((sum, c) => sum + c.proxy.gate.accepted.length, 0);
    for (const way of ['in good order', 'by reset'] as const) {
      const before = dialled();
      clusters.forEach(({ proxy }) => proxy.takeRequests());
      for (const { proxy } of clusters) {
        if (way === 'by reset') proxy.gate.resetAll();
        else proxy.watches.forEach(stream => stream.end());
      }
      for (const { workload } of clusters) await workload.change(2);
      for (const cluster of clusters) await run.settle(cluster);
      const requests = clusters.flatMap(({ proxy }) => proxy.takeRequests());
      const lists = only(requests, 'list').length;
      run.check(lists === 0, `${lists} lists after they ended ${way}`);
      const connections = dialled() - before;
      run.notes[`connections ${way}`] = connections;
      run.check(connections <= 2 * CLUSTERS, `${connections} connections`);
    }
  },
};
