import type { FaultCase } from '../FaultCase';
import { repeatFlat } from '../repeatFlat';

const ROUNDS = 24;

/** The credential is replaced again and again, while the cluster changes. */
export const F32: FaultCase = {
  id: 'F32',
  title: `Credential rotated ${ROUNDS} times while watching`,
  criterion:
    'A moment after a rotation nobody uses the credential of before, nothing is lost, and the heap does not grow.',
  sabotages: [
    {
      title: 'a client is kept whatever it is made of, and refused or not',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/clusters/DatabaseClusterConnector.ts',
          find: 'if (pooled?.version === version && !options.fresh) {',
          replace: 'if (pooled && !options.fresh) {',
        },
        {
          file: 'plugins/fluxcd-backend/src/clusters/DatabaseClusterConnector.ts',
          find: '    this.#entries.delete(clusterId);\n    await closeQuietly(entry);',
          replace: '',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/ClusterLink.ts',
          find: 'if (!refused || this.#refreshed) throw error;',
          replace: 'throw error;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, sim, workload } = cluster;
    await repeatFlat(run, ROUNDS, async () => {
      const old = sim.tokens.fluxcd;
      await sim.control({ type: 'rotateToken', user: 'fluxcd' });
      await run.replica.api.replaceCredentials({
        params: { clusterId: cluster.id },
        body: {
          credentials: { type: 'kubeconfig', kubeconfig: proxy.kubeconfig() },
        },
      });
      await run.sleep(200);
      proxy.takeRequests();
      await workload.change(3);
      await run.sleep(300);
      const stale = proxy.takeRequests().filter(({ token }) => token === old);
      run.check(stale.length === 0, `${stale.length} requests as before`);
    });
    await run.settle(cluster);
  },
};
