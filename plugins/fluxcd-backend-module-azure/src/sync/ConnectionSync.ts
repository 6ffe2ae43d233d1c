import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { AksClusterList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  RegisteredCluster,
  SourceSyncResult,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import pLimit from 'p-limit';
import type { AksRow } from '../clusters/AksRow';
import { describeFailure } from '../clusters/describeFailure';
import { judgeCluster } from '../clusters/judgeCluster';
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
import { lookForClusters } from './lookForClusters';
import { summarizeSync } from './summarizeSync';
import { SyncReport } from './SyncReport';
import type { SyncSettings } from './SyncSettings';

/** Clusters whose credential is asked for, and that are written, at the same time. */
const CLUSTERS_AT_ONCE = 4;

const CERTIFICATE_WARNING =
  'It signs in by a client certificate with the rights of an administrator, which is stored sealed; Entra ID would need none.';

/** What one sync works with. */
interface Round {
  session: AzureSession;
  signal: AbortSignal;
  report: SyncReport;
  /** By resource id. */
  registered: Map<string, RegisteredCluster>;
  /** By resource id; those of other connections as well. */
  known: Map<string, AksClusterRecord>;
}

/** Brings the clusters of one connection in the portal in step with Azure. */
export class ConnectionSync {
  readonly #clusters: ClusterRegistry;
  readonly #store: AksClusterStore;
  readonly #directory: ConnectionDirectory;
  readonly #settings: SyncSettings;
  readonly #importer: ClusterImporter;
  readonly #remover: ClusterRemover;
  readonly #logger: LoggerService;

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
    this.#logger = options.logger;
    this.#importer = new ClusterImporter({
      clusters,
      store,
      environmentTag: settings.environmentTag,
    });
    this.#remover = new ClusterRemover({
      clusters,
      store,
      retireAfter: settings.retireAfter,
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
        const judged = this.#judge(row, session, known);
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
    const round: Round = { session, signal, report, registered, known };
    const sighting = await lookForClusters({
      session,
      known: own(known, connection.id),
      signal,
    });
    sighting.problems.forEach(problem => report.addProblem(problem));
    const names = assignNames(
      sighting.rows.filter(row => !registered.has(row.armId)),
      [...registered.values()].map(cluster => cluster.name),
    );
    report.begin(sighting.rows);
    await this.#store.touch(
      own(known, connection.id)
        .map(record => record.armId)
        .filter(armId => sighting.rows.some(row => row.armId === armId)),
    );
    const limit = pLimit(CLUSTERS_AT_ONCE);
    await Promise.all(
      sighting.rows.map(row =>
        limit(() =>
          this.#bring(
            row,
            names.get(row.armId) ?? [],
            sighting.complete,
            round,
          ),
        ),
      ),
    );
    // What was ended in the middle must not be taken for the whole.
    if (sighting.complete && !signal.aborted) {
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
    { session, signal, report }: Round,
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

  async #bring(
    row: AksRow,
    names: readonly string[],
    complete: boolean,
    round: Round,
  ): Promise<void> {
    const { report, registered, known, session } = round;
    const judged = this.#judge(row, session, known);
    const cluster = registered.get(row.armId);
    const isOwn = known.get(row.armId)?.connectionId === session.connection.id;
    report.run(row.armId);
    try {
      if (judged.verdict === 'excluded' && cluster && isOwn && complete) {
        await this.#remover.removeExcluded(row, judged.reason, report);
        return;
      }
      if (judged.verdict !== 'import') {
        if (cluster && isOwn) await this.#setAvailability(row, cluster);
        report.end(row.armId, { state: 'skipped', message: judged.reason });
        return;
      }
      const { result, name } = await this.#importer.import({
        row,
        signIn: judged.signIn!,
        session,
        registered: cluster,
        names,
        signal: round.signal,
      });
      if (result === 'foreign') {
        report.end(row.armId, {
          state: 'skipped',
          message: 'It came through another connection.',
        });
        return;
      }
      if (cluster) await this.#setAvailability(row, cluster);
      report.end(row.armId, {
        state: 'succeeded',
        outcome: 'done',
        message: [
          {
            imported: `Imported as ${name}.`,
            updated: 'Updated.',
            unchanged: 'Nothing changed.',
          }[result],
          ...(judged.signIn === 'entra' ? [] : [CERTIFICATE_WARNING]),
        ].join(' '),
      });
    } catch (error) {
      this.#fail(row, error, round, judged.signIn === 'admin-certificate');
    }
  }

  /** The words of the registry are for people, those of a database are not. */
  #fail(row: AksRow, error: unknown, round: Round, asAdmin: boolean): void {
    const { session, signal, report } = round;
    const problem =
      error instanceof ConflictError || error instanceof InputError
        ? {
            message: `The cluster ${row.name} (${row.resourceGroup}) could not be stored: ${error.message}`,
            subscriptionId: row.subscriptionId,
          }
        : describeFailure(error, {
            session,
            signal,
            subscriptionId: row.subscriptionId,
            armId: row.armId,
            act: asAdmin ? 'cluster-admin-credentials' : 'cluster-credentials',
          });
    this.#logger.debug(
      `Importing the AKS cluster ${row.armId} failed: ${problem.message}`,
    );
    report.addProblem(problem);
    report.end(row.armId, {
      state: 'failed',
      outcome: signal.aborted ? 'interrupted' : 'failed',
      message: problem.message,
    });
  }

  /** Azure lists it, so it is not missing; and says whether it is switched off. */
  async #setAvailability(
    row: AksRow,
    { sourceId, availability }: RegisteredCluster,
  ): Promise<void> {
    const stopped = row.power === 'stopped';
    if (!stopped && !availability) return;
    await this.#clusters.setAvailability(
      sourceId,
      stopped
        ? { state: 'stopped', message: 'It is stopped in Azure.' }
        : undefined,
    );
  }

  #judge(
    row: AksRow,
    { connection }: AzureSession,
    known: ReadonlyMap<string, AksClusterRecord>,
  ): ReturnType<typeof judgeCluster> {
    const owner = known.get(row.armId)?.connectionId;
    if (owner && owner !== connection.id) {
      return {
        verdict: 'excluded',
        reason: 'It came through another connection.',
      };
    }
    return judgeCluster(row, connection, this.#settings.allowAdminCredentials);
  }

  async #readOwn(): Promise<Pick<Round, 'registered' | 'known'>> {
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
