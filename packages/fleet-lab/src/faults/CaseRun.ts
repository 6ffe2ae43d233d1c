import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeSim, spawnKubeSim } from '@internal/kube-sim';
import type { Replica } from '../replica/Replica';
import { TIME_SCALE } from '../replica/scaledTime';
import { seededRandom } from '../seededRandom';
import { compareRows, type Difference } from './compareRows';
import { describeRow } from './describeRow';
import { FaultFailure } from './FaultFailure';
import type { Lab } from './Lab';
import { type LabCluster, readConnection } from './LabCluster';
import { readRows } from './LabDatabase';
import { createCa } from './proxy/createCa';
import { FaultProxy } from './proxy/FaultProxy';
import { readModel } from './readModel';
import { readTruth } from './readTruth';
import { Workload } from './Workload';

/** Bookmarks come once a minute, which is scaled. Read by the process of the simulated clusters. */
process.env.KUBE_SIM_BOOKMARK_MS = String(60_000 / TIME_SCALE);

/** Two back-offs at their longest: 60 s each, scaled. */
const BACKOFFS_MS = 4_000;
/** What the machine, the database and collecting may take on top. */
const GRACE_MS = 6_000;
const LOOK_MS = 100;

type ClusterOptions = {
  /** How many objects it starts with. */
  objects?: number;
  /** Of which all are, instead of any. */
  kind?: string;
  /** Bytes that each object carries beside the rest. */
  padding?: number;
  http1?: boolean;
  /** Instead of the loopback address: a name below `lab.test`. */
  host?: string;
  /** Of the simulated cluster. */
  sim?: Partial<Parameters<typeof spawnKubeSim>[0]['clusters'][number]>;
};

/** What a case works with: clusters of its own, chance, and the oracle. */
export class CaseRun {
  readonly lab: Lab;
  readonly seed: number;
  readonly random: () => number;
  /** Figures worth keeping, by name. */
  readonly notes: Record<string, number | string> = {};
  /** At the last deadline of the oracle; empty when it was kept. */
  difference: Difference = { lost: [], invented: [] };
  #clusters: LabCluster[] = [];
  #sims: KubeSim[] = [];
  #listMs = 0;

  constructor(options: { lab: Lab; seed: number }) {
    this.lab = options.lab;
    this.seed = options.seed;
    this.random = seededRandom(options.seed);
  }

  get replica(): Replica {
    return this.lab.replica;
  }

  /** Says that the criterion does not hold. */
  check(holds: boolean, message: string): void {
    if (!holds) throw new FaultFailure(message);
  }

  /** Looks until it is so; otherwise the criterion does not hold. */
  async until(
    what: string,
    look: () => Promise<unknown> | unknown,
    withinMs: number = BACKOFFS_MS + GRACE_MS,
  ): Promise<number> {
    const began = Date.now();
    for (;;) {
      if (await look()) return Date.now() - began;
      this.check(Date.now() - began < withinMs, `not within time: ${what}`);
      await sleep(LOOK_MS);
    }
  }

  async sleep(ms: number): Promise<void> {
    await sleep(ms);
  }

  /** Registers a cluster, and waits until the replica knows all of it. */
  async cluster(options: ClusterOptions = {}): Promise<LabCluster> {
    return (await this.clusters(1, options))[0];
  }

  async clusters(
    count: number,
    options: ClusterOptions = {},
  ): Promise<LabCluster[]> {
    const names = Array.from(
      { length: count },
      () => `lab-${randomUUID().slice(0, 8)}`,
    );
    const sim = await spawnKubeSim({
      clusters: names.map(name => ({ name, ...options.sim })),
    });
    this.#sims.push(sim);
    const ca = await createCa();
    const certificate = await ca.issue(
      options.host ? { names: [options.host] } : {},
    );
    const made: LabCluster[] = [];
    for (const name of names) {
      const cluster = sim.clusters[name];
      const workload = new Workload({
        sim: cluster,
        random: this.random,
        padding: options.padding,
      });
      await workload.create(options.objects ?? 40, options.kind);
      const proxy = await FaultProxy.start({
        upstream: cluster,
        ca,
        certificate,
        random: this.random,
        http1: options.http1,
      });
      const lab = { id: '', name, sim: cluster, proxy, workload };
      this.#clusters.push(lab);
      if (options.host) {
        this.replica.resolveNames({ [options.host]: ['127.0.0.1'] });
      }
      await this.register(lab, options.host);
      made.push(lab);
    }
    const began = Date.now();
    const withinMs = 180_000 + 20 * (options.objects ?? 0);
    try {
      for (const one of made) {
        await this.until(
          'every kind is watched',
          async () => await this.isWatched(one),
          withinMs,
        );
        await this.settle(one, { withinMs });
      }
    } catch (cause) {
      // No criterion of the case: it would look as if a sabotage were noticed.
      throw new Error('The case could not begin', { cause });
    }
    this.lab.replicas.forEach(replica => replica.assertSubstituted());
    this.#listMs = Math.max(this.#listMs, Date.now() - began);
    delete this.notes.recoveryMs;
    made.forEach(one => one.proxy.takeRequests());
    return made;
  }

  /** Whether each kind that the cluster serves is watched, by whichever replica. */
  async isWatched(cluster: LabCluster): Promise<boolean> {
    const { state, kinds } = await readConnection(this.replica.api, cluster);
    return (
      state === 'connected' &&
      kinds.some(kind => kind.state === 'watching') &&
      kinds.every(kind => kind.state !== 'pending')
    );
  }

  /** As an admin adds it in the portal. */
  async register(cluster: LabCluster, host?: string): Promise<void> {
    const { id } = await this.replica.api.createCluster({
      body: {
        name: cluster.name,
        allowFailedTest: true,
        credentials: {
          type: 'kubeconfig',
          kubeconfig: cluster.proxy.kubeconfig({ host }),
        },
      },
    });
    cluster.id = id;
  }

  async unregister(cluster: LabCluster): Promise<void> {
    await this.replica.api.deleteCluster({ params: { clusterId: cluster.id } });
    cluster.id = '';
  }

  /**
   * The oracle: waits until the whole read model of a cluster, as the API tells it page by page and as it stands in the
   * database, equals what the simulated cluster holds. Answers how long that took.
   */
  async settle(
    cluster: LabCluster,
    options: { withinMs?: number; replicas?: readonly Replica[] } = {},
  ): Promise<number> {
    const withinMs = options.withinMs ?? BACKOFFS_MS + GRACE_MS + this.#listMs;
    const truth = await readTruth(cluster.sim);
    const began = Date.now();
    for (;;) {
      const looked = Date.now();
      const models = [await readRows(this.lab.knex, cluster.id)];
      for (const { api } of options.replicas ?? this.lab.replicas) {
        models.push(await readModel(api, cluster.id));
      }
      const differences = models.map(model => compareRows(truth, model));
      const worst = {
        lost: [...new Set(differences.flatMap(d => d.lost))],
        invented: [...new Set(differences.flatMap(d => d.invented))],
      };
      if (!worst.lost.length && !worst.invented.length) {
        const ms = Date.now() - began;
        const { recoveryMs = 0 } = this.notes;
        this.notes.recoveryMs = Math.max(Number(recoveryMs), ms);
        return ms;
      }
      if (Date.now() - began >= withinMs) {
        this.difference = worst;
        throw new FaultFailure(
          `${worst.lost.length} lost (${worst.lost[0]}), ${
            worst.invented.length
          } invented (${worst.invented[0]}) after ${withinMs} ms, ${
            cluster.proxy.watches.length
          } watches: ${describeRow(worst.lost[0] ?? worst.invented[0], [
            truth,
            ...models,
          ])}`,
        );
      }
      await sleep(Math.max(LOOK_MS, Date.now() - looked));
    }
  }

  /** Takes the clusters out of the portal, and ends them. */
  async end(): Promise<void> {
    for (const cluster of this.#clusters) {
      if (cluster.id) await this.unregister(cluster).catch(() => {});
      await cluster.proxy.stop();
    }
    await Promise.all(this.#sims.map(sim => sim.stop()));
  }
}
