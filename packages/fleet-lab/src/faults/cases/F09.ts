import type { FaultCase } from '../FaultCase';
import { only } from '../LabCluster';
import type { ProxiedRequest } from '../proxy/toProxiedRequest';

const GONE = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason: 'Expired',
  code: 410,
};

/** Lists by kind; of a list in pages, the first page. */
function countLists(requests: ProxiedRequest[]): number[] {
  const lists = only(requests, 'list').filter(r => !r.query.has('continue'));
  const kinds = new Set(lists.map(({ plural }) => plural));
  return [...kinds].map(k => lists.filter(l => l.plural === k).length);
}

/** The history that a resource version belongs to is forgotten. */
export const F09: FaultCase = {
  id: 'F09',
  title: '410 Gone: on a watch, in a stream, between pages',
  criterion:
    'Each 410 costs one list; what was deleted in the gap goes, and half a list is never taken for a whole one.',
  sabotages: [
    {
      title: '410 leads to no list',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: "      case 'expired':\n        this.#mustList = true;",
          replace: "      case 'expired':",
        },
      ],
    },
    {
      title: 'the first page of a list is taken for all of it',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/listPages.ts',
          find: 'from = page.next;',
          replace: 'from = undefined;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster({ objects: 50 });
    const { proxy, sim, workload } = cluster;
    // Two pages of one kind.
    await workload.create(600, 'Kustomization');
    await run.settle(cluster);
    proxy.takeRequests();

    // In the stream: the cluster forgets what happened while nobody watched.
    await proxy.gate.close();
    await workload.change(60);
    await sim.control({ type: 'compact' });
    await proxy.heal();
    await run.settle(cluster);
    await run.until('all watch again', () => run.isWatched(cluster));
    const inStream = countLists(proxy.takeRequests());
    run.check(
      inStream.length > 0 && inStream.every(count => count === 1),
      `lists after 410 in the stream: ${inStream}`,
    );

    // Instead of a stream.
    const seen = new Set<string>();
    const forget = proxy.inject({
      match: ({ type, plural }) =>
        type === 'watch' &&
        plural !== 'customresourcedefinitions' &&
        !seen.has(plural),
      act: exchange => {
        seen.add(exchange.request.plural);
        exchange.answer(410, GONE);
      },
    });
    proxy.watches.forEach(stream => stream.end());
    await workload.change(20);
    await run.until('each kind met it', () => seen.size >= 15);
    await run.settle(cluster);
    await run.until('all watch again', () => run.isWatched(cluster));
    forget();
    const instead = countLists(proxy.takeRequests());
    run.check(
      instead.every(count => count === 1),
      `lists after 410 for a watch: ${instead}`,
    );

    // Between two pages, three times in a row.
    let met = 0;
    proxy.inject({
      match: ({ type, query }) => type === 'list' && query.has('continue'),
      times: 3,
      act: async exchange => {
        await workload.change(5);
        met += 1;
        exchange.answer(410, GONE);
      },
    });
    // Whether it was in time is not the point: the oracle looks at what was read.
    await run.replica.api
      .refreshCluster({ params: { clusterId: cluster.id } })
      .catch(() => undefined);
    // It may answer before the last of them, which changes what the oracle is to compare with.
    await run.until('a page was lost three times', () => met === 3);
    await run.settle(cluster);
  },
};
