import {
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
} from '@kubernetes/client-node';
import type { FleetPlace } from '../ours/startFleet';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

/** Clusters that start at a time. */
const AT_ONCE = 4;
const GROUP = 'kustomize.toolkit.fluxcd.io';
const meter = new Meter();
/** Informers are kept alive by who holds them. */
const informers: Array<ReturnType<typeof makeInformer<any>>> = [];
let errors = 0;
const countError = () => {
  errors += 1;
};

function configOf({ port, caPem }: FleetPlace, cluster: number): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: 'cluster',
        server: `https://127.0.0.1:${port}/c${cluster}`,
        caData: Buffer.from(caPem).toString('base64'),
      },
    ],
    users: [{ name: 'user', token: 'bench' }],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  return config;
}

answerCalls({
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  residentMb: () => meter.resident(),
  /** Starts an informer of Kustomizations for each cluster as the documentation shows; answers how many objects they hold. */
  async start(place: FleetPlace) {
    let next = 0;
    const work = async () => {
      while (next < place.clusters) {
        const config = configOf(place, next++);
        const api = config.makeApiClient(CustomObjectsApi);
        const informer = makeInformer<any>(
          config,
          `/apis/${GROUP}/v1/kustomizations`,
          () =>
            api.listClusterCustomObject({
              group: GROUP,
              version: 'v1',
              plural: 'kustomizations',
            }),
        );
        informer.on('error', countError);
        informers.push(informer);
        await informer.start();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return informers.reduce((sum, informer) => sum + informer.list().length, 0);
  },
  /** `watches` informers on empty kinds of each cluster. */
  async startIdle(place: FleetPlace, paths: string[]) {
    for (let i = 0; i < place.clusters; i++) {
      const config = configOf(place, i);
      for (const path of paths) {
        // The list is not asked of the server, so that only watches cost.
        const informer = makeInformer<any>(config, path, async () => ({
          items: [],
          metadata: { resourceVersion: '1000000' },
        }));
        informer.on('error', countError);
        informers.push(informer);
        await informer.start();
      }
    }
  },
  errors: () => errors,
});
