import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';
import type { FleetPlace } from '../ours/startFleet';

// The code as it is released; the package exports only the plugin that is made of it.
const DIST = '@backstage/plugin-kubernetes-backend/dist/service';

const logger = {
  info() {},
  warn() {},
  debug() {},
  error(message: string) {
    process.stderr.write(`${message}\n`);
  },
};
const meter = new Meter();

answerCalls({
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  /**
   * What the plugin does for a view of all Kustomizations: it asks every cluster for all of them at once, and sends
   * whatever they answer. Answers the bytes of that, and the names that the browser would find in it.
   */
  async view({ port, caPem, clusters }: FleetPlace) {
    // Not `import`: the files are not in the exports of the package.
    const {
      KubernetesClientBasedFetcher,
    } = require(`${DIST}/KubernetesFetcher.cjs.js`);
    const {
      KubernetesConnection,
    } = require(`${DIST}/KubernetesConnection.cjs.js`);
    const fetcher = new KubernetesClientBasedFetcher({
      connection: new KubernetesConnection({ logger }),
    });
    const answers = await Promise.all(
      Array.from({ length: clusters }, (_, i) =>
        fetcher.fetchObjectsForService({
          serviceId: 'bench',
          clusterDetails: {
            name: `cluster-${i}`,
            url: `https://127.0.0.1:${port}/c${i}`,
            caData: Buffer.from(caPem).toString('base64'),
            authMetadata: {
              'kubernetes.io/auth-provider': 'serviceAccount',
            },
          },
          credential: { type: 'bearer token', token: 'bench' },
          objectTypesToFetch: new Set(),
          labelSelector: '',
          customResources: [
            {
              objectType: 'customresources',
              group: 'kustomize.toolkit.fluxcd.io',
              apiVersion: 'v1',
              plural: 'kustomizations',
            },
          ],
        }),
      ),
    );
    // Of 20 clusters it would be longer than the longest string of Node: rendered cluster by cluster.
    let bytes = 0;
    let objects = 0;
    for (const [i, { responses, errors }] of answers.entries()) {
      if (errors.length) throw new Error(JSON.stringify(errors[0]));
      const item = {
        cluster: { name: `cluster-${i}` },
        podMetrics: [],
        resources: responses,
        errors,
      };
      bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
      objects += responses[0].resources.length;
    }
    return { bytes, objects };
  },
});
