import type { Config } from '@backstage/config';
import type {
  ClusterRegistry,
  ClusterSource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { readInCluster } from './readInCluster';
import { readInClusterSettings } from './readInClusterSettings';

const SOURCE_ID = 'in-cluster';

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
    const { enabled, ...described } = readInClusterSettings(this.#config);
    if (!enabled) {
      await clusters.retire(SOURCE_ID);
      return;
    }
    const { server } = this.#read();
    await clusters.upsert({
      sourceId: SOURCE_ID,
      ...described,
      server,
      auth: { type: 'in-cluster' },
    });
  }
}
