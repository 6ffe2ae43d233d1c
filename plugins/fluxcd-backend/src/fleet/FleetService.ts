import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { FluxcdSignal } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { type Clock, systemClock } from '../kubernetes/Clock';
import { ClusterWatcher } from './ClusterWatcher';
import { ConnectionStore } from './ConnectionStore';
import { ResourceWriter } from './ResourceWriter';
import { SignalThrottle } from './SignalThrottle';

/** Keeps the read model fresh: one watcher per cluster, one writer for all. */
export class FleetService {
  readonly #connector: ClusterConnector;
  readonly #listClusters: () => Promise<ClusterRecord[]>;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #connections: ConnectionStore;
  readonly #writer: ResourceWriter;
  readonly #throttle: SignalThrottle;
  readonly #watchers = new Map<string, ClusterWatcher>();
  readonly #listeners = new Set<(change: FluxcdSignal) => void>();
  #stopped = false;

  static create(options: {
    knex: Knex;
    connector: ClusterConnector;
    listClusters: () => Promise<ClusterRecord[]>;
    logger: LoggerService;
    signals: Pick<SignalsService, 'publish'>;
    clock?: Clock;
  }): FleetService {
    return new FleetService(options);
  }

  private constructor(options: Parameters<typeof FleetService.create>[0]) {
    const { knex, logger, clock = systemClock } = options;
    this.#connector = options.connector;
    this.#listClusters = options.listClusters;
    this.#logger = logger;
    this.#clock = clock;
    this.#connections = new ConnectionStore({ knex });
    this.#throttle = new SignalThrottle({
      signals: options.signals,
      clock,
      onError: () => logger.warn('A signal could not be published'),
    });
    this.#writer = new ResourceWriter({
      knex,
      logger,
      clock,
      onChange: clusterId => {
        this.#throttle.resourcesChanged(clusterId);
        this.#tell({ type: 'resources-changed', clusterIds: [clusterId] });
      },
    });
  }

  /** Starts to watch every registered cluster. */
  async start(): Promise<void> {
    for (const { id } of await this.#listClusters()) this.add(id);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#watchers.keys()].map(id => this.remove(id)));
    await this.#writer.stop();
    this.#throttle.stop();
  }

  /** Starts to watch a cluster; nothing happens when it is watched already. */
  add(clusterId: string): void {
    if (this.#stopped || this.#watchers.has(clusterId)) return;
    const watcher = new ClusterWatcher({
      clusterId,
      connector: this.#connector,
      writer: this.#writer,
      connections: this.#connections,
      logger: this.#logger,
      clock: this.#clock,
      onChange: () => {
        this.#throttle.clustersChanged();
        this.#tell({ type: 'clusters-changed' });
      },
      onGone: () => {
        this.remove(clusterId).catch(error =>
          this.#logger.error('Could not stop to watch a cluster', error),
        );
      },
    });
    this.#watchers.set(clusterId, watcher);
    watcher.start();
  }

  /** Ends all work on a cluster; its rows go with its registration. */
  async remove(clusterId: string): Promise<void> {
    const watcher = this.#watchers.get(clusterId);
    this.#watchers.delete(clusterId);
    await watcher?.stop();
  }

  /** Tells of every committed change, unthrottled; the function that it returns ends that. */
  onChange(listener: (change: FluxcdSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: FluxcdSignal): void {
    for (const listener of this.#listeners) listener(change);
  }
}
