import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { AksClusterList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  SourceSyncResult,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import pLimit from 'p-limit';
import { describeFailure } from '../clusters/describeFailure';
import { toAksCluster } from '../clusters/toAksCluster';
import type { ConnectionDirectory } from '../connections/ConnectionDirectory';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import { orAborted } from '../connections/orAborted';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';
import type { AksClusterStore } from './AksClusterStore';
import { assignNames } from './assignNames';
import { ClusterImporter } from './ClusterImporter';
import { ClusterRemover } from './ClusterRemover';
import { ClusterSync } from './ClusterSync';
import { lookForClusters } from './lookForClusters';
import { summarizeSync } from './summarizeSync';
import { SyncReport } from './SyncReport';
import type { SyncRound } from './SyncRound';
import type { SyncSettings } from './SyncSettings';

/** Clusters whose credential is asked for, and that are written, at the same time. */
const CLUSTERS_AT_ONCE = 4;

/** Brings the clusters of one connection in the portal in step with Azure. */
export class ConnectionSync {
  readonly #clusters: ClusterRegistry;
  readonly #store: AksClusterStore;
  readonly #directory: ConnectionDirectory;
  readonly #settings: SyncSettings;
  readonly #cluster: ClusterSync;
  readonly #remover: ClusterRemover;

  constructor(options: {
    clusters: ClusterRegistry;
    store: AksClusterStore;
    directory: ConnectionDirectory;
    settings: SyncSettings;
    logger: LoggerService;
  }) {
    const { clusters, store, settings } = options;
    this.#clusters = clusters;
    this.#store = store;
    this.#directory = options.directory;
    this.#settings = settings;
    this.#remover = new ClusterRemover({
      clusters,
      store,
      retireAfter: settings.retireAfter,
    });
    this.#cluster = new ClusterSync({
      clusters,
      importer: new ClusterImporter({
        clusters,
        store,
        environmentTag: settings.environmentTag,
      }),
      remover: this.#remover,
      allowAdminCredentials: settings.allowAdminCredentials,
      logger: options.logger,
    });
  }

  /** What `run` would do, without doing it. Fails never: what could not be read is told in the list. */
  async discover(
    session: AzureSession,
    signal: AbortSignal,
  ): Promise<AksClusterList> {
    const { cloud, connection } = session;
    const limited = this.#withDeadline(signal);
    const { registered, known } = await this.#readOwn();
    const sighting = await lookForClusters({
      session,
      known: own(known, connection.id),
      signal: limited,
    });
    return {
      items: sighting.rows.map(row => {
        const judged = this.#cluster.judge(row, session, known);
        return toAksCluster(row, judged, {
          portalUrl: cloud.portalUrl,
          tenantId: connection.tenantId,
          clusterId: registered.get(row.armId)?.id,
        });
      }),
      complete: sighting.complete,
      problems: sighting.problems,
    };
  }

  /**
   * Imports, updates, marks and removes clusters and writes down what came of it with the connection. Fails only when the
   * database does.
   */
  async run(
    session: AzureSession,
    options: {
      signal: AbortSignal;
      onProgress: (steps: SourceSyncResult['steps']) => void;
    },
  ): Promise<SourceSyncResult> {
    const { connection } = session;
    const signal = this.#withDeadline(options.signal);
    const report = new SyncReport({ onChange: options.onProgress });
    const { registered, known } = await this.#readOwn();
    const sighting = await lookForClusters({
      session,
      known: own(known, connection.id),
      signal,
    });
    const { complete } = sighting;
    const round = { session, signal, report, complete, registered, known };
    sighting.problems.forEach(problem => report.addProblem(problem));
    const names = assignNames(
      sighting.rows.filter(row => !registered.has(row.armId)),
      [...registered.values()].map(cluster => cluster.name),
    );
    report.begin(sighting.rows);
    const seen = new Set(sighting.rows.map(row => row.armId));
    await this.#store.touch(
      own(known, connection.id)
        .map(record => record.armId)
        .filter(armId => seen.has(armId)),
    );
    const limit = pLimit(CLUSTERS_AT_ONCE);
    await Promise.all(
      sighting.rows.map(row =>
        limit(() => this.#cluster.run(row, names.get(row.armId) ?? [], round)),
      ),
    );
    // What was ended in the middle must not be taken for the whole.
    if (complete && !signal.aborted) {
      await this.#remover.remove(sighting.outOfScope, report);
      await this.#remover.countVanished(sighting.vanished, registered, report);
    }
    if (signal.aborted && report.problems.length === 0) {
      report.addProblem(describeFailure(signal.reason, { session, signal }));
    }
    const result = summarizeSync(report, sighting);
    await this.#writeDown(round, result.status);
    return result;
  }

  async #writeDown(
    { session, signal, report }: SyncRound,
    status: ConnectionRecord['status'],
  ): Promise<void> {
    const { id } = session.connection;
    const objectId = await orAborted(session.getObjectId(), signal).catch(
      () => undefined,
    );
    try {
      await this.#directory.find(id);
    } catch (error) {
      // It was deleted meanwhile, and what is known about it with it.
      if (error instanceof NotFoundError) return;
      throw error;
    }
    await this.#directory.setState(id, {
      status,
      problems: report.problems,
      objectId,
      lastSyncAt: new Date().toISOString(),
    });
  }

  async #readOwn(): Promise<Pick<SyncRound, 'registered' | 'known'>> {
    const [registered, known] = await Promise.all([
      this.#clusters.list(),
      this.#store.list(),
    ]);
    return {
      registered: new Map(registered.map(one => [one.sourceId, one])),
      known: new Map(known.map(one => [one.armId, one])),
    };
  }

  #withDeadline(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([
      signal,
      AbortSignal.timeout(this.#settings.syncTimeoutSeconds * 1000),
    ]);
  }
}

function own(
  known: ReadonlyMap<string, AksClusterRecord>,
  connectionId: string,
): AksClusterRecord[] {
  return [...known.values()].filter(
    record => record.connectionId === connectionId,
  );
}
