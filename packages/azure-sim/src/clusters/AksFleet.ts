import {
  spawnKubeSim,
  type KubeSim,
  type SimCluster,
  type TokenIssuer,
} from '@internal/kube-sim';
import type { AksClusterOptions, OwnServer } from '../options';
import { AksCluster, type ServedApi } from './AksCluster';

function isOwn(options: AksClusterOptions): boolean {
  return Boolean(
    options.server &&
      !('url' in options.server) &&
      !('sharedWith' in options.server),
  );
}

/** The clusters of all subscriptions, with the simulated API servers behind those that have one. */
export class AksFleet {
  readonly #clusters = new Map<string, AksCluster>();
  readonly #served = new Map<string, SimCluster>();
  readonly #processes: KubeSim[] = [];
  readonly #generations = new Map<string, number>();
  readonly #issuerOf: (tenantId: string) => TokenIssuer;
  readonly #tenantOf: (subscriptionId: string) => string;

  static async start(options: {
    clusters: AksClusterOptions[];
    issuerOf: (tenantId: string) => TokenIssuer;
    /** @throws Error for a subscription that is not there */
    tenantOf: (subscriptionId: string) => string;
  }): Promise<AksFleet> {
    const fleet = new AksFleet(options);
    await fleet.#add(options.clusters);
    return fleet;
  }

  private constructor(options: {
    issuerOf: (tenantId: string) => TokenIssuer;
    tenantOf: (subscriptionId: string) => string;
  }) {
    this.#issuerOf = options.issuerOf;
    this.#tenantOf = options.tenantOf;
  }

  list(): AksCluster[] {
    return [...this.#clusters.values()];
  }

  /** By ARM id, in any letter case. */
  byId(id: string): AksCluster | undefined {
    return this.#clusters.get(id.toLowerCase());
  }

  /**
   * By name, or by ARM id where a name is used more than once.
   * @throws Error when no cluster, or more than one, is meant
   */
  find(name: string): AksCluster {
    const found = this.list().filter(
      cluster =>
        cluster.name === name ||
        cluster.id.toLowerCase() === name.toLowerCase(),
    );
    if (found.length !== 1) {
      throw new Error(`${found.length} clusters are called ${name}`);
    }
    return found[0];
  }

  /**
   * The simulated API server of a cluster, to order what tests need of it.
   * @throws Error when it has none of its own
   */
  server(name: string): SimCluster {
    const { id, options } = this.find(name);
    const { server } = options;
    const served =
      server && 'sharedWith' in server
        ? this.server(server.sharedWith)
        : this.#served.get(id.toLowerCase());
    if (!served) throw new Error(`${name} has no simulated server`);
    return served;
  }

  async add(options: AksClusterOptions): Promise<AksCluster> {
    const [added] = await this.#add([options]);
    return added;
  }

  async remove(name: string): Promise<void> {
    const cluster = this.find(name);
    const key = cluster.id.toLowerCase();
    this.#clusters.delete(key);
    this.#generations.set(key, (this.#generations.get(key) ?? 0) + 1);
    await this.#served.get(key)?.control({ type: 'pause' });
    this.#served.delete(key);
  }

  /** Another cluster under the same id: with other names, and a server with another address and CA. */
  async recreate(name: string): Promise<AksCluster> {
    const { options } = this.find(name);
    await this.remove(name);
    return this.add(options);
  }

  async setPower(name: string, power: 'Running' | 'Stopped'): Promise<void> {
    const cluster = this.find(name);
    cluster.setPower(power);
    await this.#served
      .get(cluster.id.toLowerCase())
      ?.control({ type: power === 'Running' ? 'resume' : 'pause' });
  }

  /** Makes every server refuse these tokens, by their ids. */
  async refuseTokens(ids: string[]): Promise<void> {
    for (const served of this.#served.values()) {
      await served.control({ type: 'refuseTokens', ids });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map(one => one.stop()));
  }

  async #add(list: AksClusterOptions[]): Promise<AksCluster[]> {
    const own = list.filter(isOwn);
    const sim = own.length
      ? await spawnKubeSim({
          clusters: own.map(options => {
            const { objects, controllers } = options.server as OwnServer;
            return {
              name: options.name,
              objects,
              controllers,
              kubernetesVersion: `v${options.kubernetesVersion ?? '1.34.2'}`,
              ...((options.entra ?? true) && {
                tokenIssuer: this.#issuerOf(
                  this.#tenantOf(options.subscriptionId),
                ),
              }),
            };
          }),
        })
      : undefined;
    if (sim) this.#processes.push(sim);
    // Those that share a server come after the one that has it.
    const ordered = [...own, ...list.filter(options => !isOwn(options))];
    const added = ordered.map(options => {
      const served = isOwn(options) ? sim!.clusters[options.name] : undefined;
      const cluster = this.#put(options, served);
      if (served) this.#served.set(cluster.id.toLowerCase(), served);
      return cluster;
    });
    for (const cluster of added) {
      if (cluster.power === 'Stopped') {
        await this.#served
          .get(cluster.id.toLowerCase())
          ?.control({ type: 'pause' });
      }
    }
    return added;
  }

  #put(options: AksClusterOptions, served?: SimCluster): AksCluster {
    const tenantId = this.#tenantOf(options.subscriptionId);
    const probe = new AksCluster(options, { tenantId });
    const key = probe.id.toLowerCase();
    if (this.#clusters.has(key))
      throw new Error(`${probe.id} is there already`);
    const cluster = new AksCluster(options, {
      tenantId,
      generation: this.#generations.get(key),
      api: this.#api(options, served),
    });
    this.#clusters.set(key, cluster);
    return cluster;
  }

  #api(
    { server }: AksClusterOptions,
    served?: SimCluster,
  ): ServedApi | undefined {
    if (served) {
      return {
        url: served.server,
        caPem: served.caPem,
        admin: { ...served.adminCertificate, token: served.tokens.admin },
      };
    }
    if (server && 'sharedWith' in server) {
      return this.find(server.sharedWith).api;
    }
    if (server && 'url' in server) {
      return server;
    }
    return undefined;
  }
}
