import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotFoundError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import type {
  AksClusterList,
  Operation,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  SourceOperations,
  SourceSyncResult,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import pLimit from 'p-limit';
import type { ConnectionDirectory } from '../connections/ConnectionDirectory';
import type { ConnectionFacts } from '../connections/ConnectionFacts';
import type { CredentialPool } from '../credentials/CredentialPool';
import type { AksClusterStore } from './AksClusterStore';
import type { ConnectionSync } from './ConnectionSync';

const CONNECTIONS_AT_ONCE = 4;

/** Syncs of all connections: those that people ask for and those of the schedule, one at a time per connection. */
export class SyncRunner {
  readonly #sync: ConnectionSync;
  readonly #clusters: ClusterRegistry;
  readonly #operations: SourceOperations;
  readonly #store: AksClusterStore;
  readonly #directory: ConnectionDirectory;
  readonly #pool: CredentialPool;
  readonly #syncMinutes: number;
  readonly #logger: LoggerService;
  readonly #underWay = new Map<
    string,
    { controller: AbortController; done: Promise<unknown> }
  >();
  /** By id of the connection: the operation that a person began here. */
  readonly #operationIds = new Map<string, string>();

  constructor(options: {
    sync: ConnectionSync;
    clusters: ClusterRegistry;
    operations: SourceOperations;
    store: AksClusterStore;
    directory: ConnectionDirectory;
    pool: CredentialPool;
    /** How often the schedule runs; 0 for never. */
    syncMinutes: number;
    logger: LoggerService;
  }) {
    this.#sync = options.sync;
    this.#clusters = options.clusters;
    this.#operations = options.operations;
    this.#store = options.store;
    this.#directory = options.directory;
    this.#pool = options.pool;
    this.#syncMinutes = options.syncMinutes;
    this.#logger = options.logger;
  }

  /** Fails with NotFoundError, and with ServiceUnavailableError when the secret cannot be read. */
  async discover(id: string, signal: AbortSignal): Promise<AksClusterList> {
    const session = await this.#pool.get(id, { fresh: true });
    return this.#sync.discover(session, signal);
  }

  /** Fails with NotFoundError, and with ConflictError while another one of the connection is under way. */
  async begin(id: string, actor: string): Promise<Operation> {
    const { name } = await this.#directory.find(id);
    let ended = false;
    const operation = await this.#operations.begin({
      actor,
      key: id,
      name,
      work: async ({ report, signal }) => {
        try {
          return await this.#runNext(id, signal, report);
        } catch (error) {
          this.#logFailure(name, error);
          throw error;
        } finally {
          ended = true;
          this.#operationIds.delete(id);
        }
      },
    });
    // It may have been quicker than its beginning.
    if (!ended) this.#operationIds.set(id, operation.id);
    return operation;
  }

  /**
   * One after the other but for a few; those that are under way already are left to themselves. Fails only when it cannot
   * be read which there are.
   */
  async runAll(signal: AbortSignal): Promise<void> {
    await this.tidy();
    const connections = await this.#directory.list();
    const limit = pLimit(CONNECTIONS_AT_ONCE);
    await Promise.all(
      connections.map(({ id, name }) =>
        limit(async () => {
          if (signal.aborted || this.#underWay.has(id)) return;
          try {
            const { message } = await this.#run(id, signal, () => {});
            this.#logger.debug(`Azure connection "${name}": ${message}`);
          } catch (error) {
            this.#logFailure(name, error);
          }
        }),
      ),
    );
  }

  /**
   * Removes the clusters of connections that left the configuration, and what a deletion that was interrupted left behind.
   * Fails never.
   */
  async tidy(): Promise<void> {
    try {
      const connections = await this.#directory.list();
      const connectionIds = new Set(connections.map(({ id }) => id));
      const known = await this.#store.list();
      const orphans = new Set(
        known
          .map(({ connectionId }) => connectionId)
          .filter(id => !connectionIds.has(id)),
      );
      for (const id of orphans) {
        if (!(await this.#exists(id))) await this.removeClusters(id);
      }
    } catch (error) {
      this.#logger.warn(
        `The AKS clusters of connections that are gone could not be removed: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  /** Ends what is under way for the connection, and takes its clusters out of the portal. */
  async removeClusters(connectionId: string): Promise<void> {
    await this.#end(connectionId);
    for (const { armId } of await this.#store.list({ connectionId })) {
      await this.#clusters.retire(armId);
      await this.#store.delete(armId);
    }
  }

  /** By id of the connection. */
  async facts(): Promise<Map<string, ConnectionFacts>> {
    const [known, registered, connections] = await Promise.all([
      this.#store.list(),
      this.#clusters.list(),
      this.#directory.list(),
    ]);
    const byArmId = new Map(registered.map(one => [one.sourceId, one]));
    const facts = new Map<string, ConnectionFacts>(
      connections.map(({ id, lastSyncAt }) => [
        id,
        {
          clusterCount: 0,
          missingCount: 0,
          nextSyncAt: this.#nextAfter(lastSyncAt),
          operationId: this.#operationIds.get(id),
        },
      ]),
    );
    for (const { armId, connectionId } of known) {
      const cluster = byArmId.get(armId);
      const count = facts.get(connectionId);
      if (!cluster || !count) continue;
      count.clusterCount += 1;
      if (cluster.availability?.state === 'missing') count.missingCount += 1;
    }
    return facts;
  }

  /** Tries one imported cluster that runs; undefined when there is none. */
  async testCluster(
    connectionId: string,
  ): Promise<{ name: string; ok: boolean; message: string } | undefined> {
    const known = await this.#store.list({ connectionId });
    const own = new Set(known.map(({ armId }) => armId));
    const cluster = (await this.#clusters.list()).find(
      ({ sourceId, availability }) => own.has(sourceId) && !availability,
    );
    if (!cluster) return undefined;
    return {
      name: cluster.name,
      ...(await this.#clusters.test(cluster.sourceId)),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#underWay.keys()].map(id => this.#end(id)));
  }

  /** After the one that is under way, if any. */
  async #runNext(
    id: string,
    signal: AbortSignal,
    onProgress: (steps: SourceSyncResult['steps']) => void,
  ): Promise<SourceSyncResult> {
    while (this.#underWay.has(id)) await this.#underWay.get(id)!.done;
    return this.#run(id, signal, onProgress);
  }

  async #run(
    id: string,
    signal: AbortSignal,
    onProgress: (steps: SourceSyncResult['steps']) => void,
  ): Promise<SourceSyncResult> {
    const controller = new AbortController();
    const work = this.#work(
      id,
      AbortSignal.any([signal, controller.signal]),
      onProgress,
    );
    this.#underWay.set(id, { controller, done: work.catch(() => {}) });
    try {
      return await work;
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #work(
    id: string,
    signal: AbortSignal,
    onProgress: (steps: SourceSyncResult['steps']) => void,
  ): Promise<SourceSyncResult> {
    try {
      const session = await this.#pool.get(id, { fresh: true });
      return await this.#sync.run(session, { signal, onProgress });
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError)) throw error;
      const { message } = error;
      await this.#directory.setState(id, {
        status: 'failed',
        problems: [{ message }],
        lastSyncAt: new Date().toISOString(),
      });
      return { state: 'failed', outcome: 'failed', message, steps: [] };
    }
  }

  /** Of Azure nothing fails a sync, so what it says is the portal's own. A connection that was deleted is no failure. */
  #logFailure(name: string, error: unknown): void {
    if (error instanceof NotFoundError) return;
    this.#logger.warn(
      `The sync of the Azure connection "${name}" failed: ${stringifyError(
        error,
      )}`,
    );
  }

  async #end(id: string): Promise<void> {
    const current = this.#underWay.get(id);
    current?.controller.abort();
    await current?.done;
  }

  /** A replica may have read the connections before this one was added. */
  async #exists(connectionId: string): Promise<boolean> {
    try {
      await this.#directory.find(connectionId);
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  #nextAfter(lastSyncAt: string | undefined): string | undefined {
    if (!lastSyncAt || this.#syncMinutes === 0) return undefined;
    return new Date(
      Date.parse(lastSyncAt) + this.#syncMinutes * 60_000,
    ).toISOString();
  }
}
