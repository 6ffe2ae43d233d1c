import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

/** A second try comes at once; who believes the refusal waits a minute, scaled. */
const SOON_MS = 1_500;

/** The token is refused: once, by mistake; then for good, until it is replaced. */
export const F06: FaultCase = {
  id: 'F06',
  title: '401: the token is refused',
  criterion:
    'A refusal is tried once more at once, and never seen if that goes well. A lasting one: `unauthorized`, rows kept, at most one try per scaled minute, no 401 for readers; the new token heals it.',
  sabotages: [
    {
      title: 'a refusal is believed at once',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'if (!refused || this.#refreshed) throw error;',
          replace: 'throw error;',
        },
      ],
    },
    {
      title: 'refusals are tried again as other failures',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'let delay = refused ? REFUSED_RETRY_MS : this.#backoff.next();',
          replace: 'let delay = refused ? 2_000 : this.#backoff.next();',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, sim, workload } = cluster;
    const { api } = run.replica;
    const state = () => readConnection(api, cluster);

    let refusedAt = 0;
    proxy.inject({
      match: ({ type }) => type === 'watch',
      times: 1,
      act: exchange => {
        refusedAt = Date.now();
        exchange.answer(401);
      },
    });
    // Only one: the answer to another would say that the credential is accepted.
    const [watch] = proxy.watches;
    const { plural } = watch.request;
    watch.end();
    await workload.change(10);
    await run.until('it is watched again', () =>
      proxy.watches.some(({ request }) => request.plural === plural),
    );
    const again = proxy
      .takeRequests()
      .filter(request => request.plural === plural)
      .at(-1)!;
    const waited = again.at - refusedAt;
    run.notes.secondTryMs = waited;
    run.check(refusedAt > 0 && waited < SOON_MS, `it waited ${waited} ms`);
    const { reason } = await state();
    run.check(reason !== 'unauthorized', 'one refusal was made known');
    await run.settle(cluster);

    const before = await api.listResources({ query: { cluster: cluster.id } });
    await sim.control({ type: 'rotateToken', user: 'fluxcd' });
    proxy.watches.forEach(stream => stream.end());
    await run.until(
      'the refusal is known',
      async () => (await state()).reason === 'unauthorized',
    );
    await workload.change(20);
    proxy.takeRequests();
    await run.sleep(6_000);
    const tries = proxy.takeRequests().length;
    run.notes.triesInThreeMinutes = tries;
    run.check(tries <= 4, `${tries} tries in three scaled minutes`);
    // Fails when it is answered with anything but 200.
    const after = await api.listResources({ query: { cluster: cluster.id } });
    run.check(after.total === before.total, 'rows went');
    await api.getResource({ params: { resourceId: after.items[0].id } });

    await api.replaceCredentials({
      params: { clusterId: cluster.id },
      body: {
        credentials: {
          type: 'kubeconfig',
          kubeconfig: proxy.kubeconfig(),
        },
      },
    });
    await run.settle(cluster);
  },
};
