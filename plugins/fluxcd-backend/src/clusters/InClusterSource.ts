import type { Config } from '@backstage/config';
import type {
  ClusterRegistry,
  ClusterSource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { readInCluster } from './readInCluster';

const SOURCE_ID = 'in-cluster';
const KEY = 'fluxcd.inCluster';

/** The cluster that the backend itself runs in, when the operator switched it on. */
export class InClusterSource implements ClusterSource {
  readonly id = 'in-cluster';
  readonly #config: Config;
  readonly #read: typeof readInCluster;

  constructor(options: { config: Config; read?: typeof readInCluster }) {
    this.#config = options.config;
    this.#read = options.read ?? readInCluster;
  }

  async start({ clusters }: { clusters: ClusterRegistry }): Promise<void> {
    const config = this.#config.getOptionalConfig(KEY);
    if (config?.getOptionalBoolean('enabled') !== true) {
      await clusters.retire(SOURCE_ID);
      return;
    }
    const { server } = this.#read();
    await clusters.upsert({
      sourceId: SOURCE_ID,
      name: config.getOptionalString('name') ?? 'in-cluster',
      title: config.getOptionalString('title'),
      description: config.getOptionalString('description'),
      server,
      auth: { type: 'in-cluster' },
    });
  }
}
