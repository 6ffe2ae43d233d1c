import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

/** Between 150 and 300 s, scaled, with what a busy machine takes. */
const RESTORED_MS = 20_000;

/** The right to read one kind is taken away, and given back. */
export const F07: FaultCase = {
  id: 'F07',
  title: '403 on one kind',
  criterion:
    'The kind is `forbidden` and hardly asked for, the others are kept current, and it is back within the scaled five minutes.',
  sabotages: [
    {
      title: 'a missing right ends the reflector',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'FORBIDDEN_RETRY_MS * (1 + this.#clock.random()),',
          replace: '1e9,',
        },
      ],
    },
    {
      title:
        'a missing right is asked for again as soon as after other failures',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'const FORBIDDEN_RETRY_MS = 150_000;',
          replace: 'const FORBIDDEN_RETRY_MS = 5_000;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const { api } = run.replica;
    proxy.inject({
      match: ({ plural }) => plural === 'buckets',
      act: exchange =>
        exchange.answer(403, {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'Forbidden',
          message: 'buckets.source.toolkit.fluxcd.io is forbidden',
          code: 403,
        }),
    });
    proxy.watches
      .filter(({ request }) => request.plural === 'buckets')
      .forEach(stream => stream.end());
    await run.until('the kind is forbidden', async () => {
      const { kinds } = await readConnection(api, cluster);
      return kinds.find(k => k.kind === 'Bucket')?.state === 'forbidden';
    });
    proxy.takeRequests();
    const others = await workload.create(10, 'HelmRelease');
    await workload.update(others);
    await run.until('the other kinds are current', async () => {
      const { total } = await api.listResources({
        query: { cluster: cluster.id, kind: 'HelmRelease' },
      });
      const wanted = workload.objects.filter(o => o.kind === 'HelmRelease');
      return total === wanted.length;
    });
    const { kinds } = await readConnection(api, cluster);
    const watching = kinds.filter(({ state }) => state === 'watching').length;
    run.check(watching === kinds.length - 1, `${watching} kinds are watched`);
    await workload.change(20);
    await run.sleep(3_000);
    const tries = proxy
      .takeRequests()
      .filter(({ plural }) => plural === 'buckets').length;
    run.check(tries <= 2, `it was asked for ${tries} times`);
    await proxy.heal();
    await run.settle(cluster, { withinMs: RESTORED_MS });
  },
};
