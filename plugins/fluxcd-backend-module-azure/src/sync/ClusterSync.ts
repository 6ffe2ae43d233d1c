import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ForwardedError,
  InputError,
  stringifyError,
} from '@backstage/errors';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterRegistry,
  RegisteredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AksRow } from '../clusters/AksRow';
import { describeFailure } from '../clusters/describeFailure';
import { type ClusterVerdict, judgeCluster } from '../clusters/judgeCluster';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';
import type { ClusterImporter } from './ClusterImporter';
import type { ClusterRemover } from './ClusterRemover';
import { notStored } from './notStored';
import type { SyncRound } from './SyncRound';

const CERTIFICATE_WARNING =
  'It signs in by a client certificate with the rights of an administrator, which is stored sealed; Entra ID would need none.';

/** One cluster of a sync: decides what is done with it, does it and reports it. */
export class ClusterSync {
  readonly #clusters: ClusterRegistry;
  readonly #importer: ClusterImporter;
  readonly #remover: ClusterRemover;
  readonly #allowAdminCredentials: boolean;
  readonly #logger: LoggerService;

  constructor(options: {
    clusters: ClusterRegistry;
    importer: ClusterImporter;
    remover: ClusterRemover;
    allowAdminCredentials: boolean;
    logger: LoggerService;
  }) {
    this.#clusters = options.clusters;
    this.#importer = options.importer;
    this.#remover = options.remover;
    this.#allowAdminCredentials = options.allowAdminCredentials;
    this.#logger = options.logger;
  }

  /** What a sync does with the cluster, by its listing alone. */
  judge(
    row: AksRow,
    { connection }: AzureSession,
    known: ReadonlyMap<string, AksClusterRecord>,
  ): ClusterVerdict {
    const owner = known.get(row.armId)?.connectionId;
    if (owner && owner !== connection.id) {
      return {
        verdict: 'excluded',
        reason: 'It came through another connection.',
      };
    }
    return judgeCluster(row, connection, this.#allowAdminCredentials);
  }

  /** `names`: to try in turn when it is new. Fails never: what went wrong is in the report. */
  async run(
    row: AksRow,
    names: readonly string[],
    round: SyncRound,
  ): Promise<void> {
    const { report, registered, known, session, complete } = round;
    const judged = this.judge(row, session, known);
    const cluster = registered.get(row.armId);
    const isOwn = known.get(row.armId)?.connectionId === session.connection.id;
    report.run(row.armId);
    try {
      const { verdict } = judged;
      const unwanted = verdict === 'excluded' || verdict === 'unsupported';
      if (unwanted && cluster && isOwn && complete) {
        await this.#remover
          .removeUnwanted(row, judged.reason, report)
          .catch(error => {
            throw notStored(error);
          });
        return;
      }
      // What is known of a cluster that was read before is better than a guess.
      const asleep = judged.signIn === 'entra-later' && cluster;
      if (verdict !== 'import' || asleep) {
        if (cluster && isOwn) await this.#setAvailability(row, cluster);
        report.end(row.armId, { state: 'skipped', message: judged.reason });
        return;
      }
      const { result, name } = await this.#importer.import({
        row,
        signIn: judged.signIn!,
        session,
        registered: cluster,
        known: known.get(row.armId),
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
      await this.#setAvailability(row, cluster ?? { sourceId: row.armId });
      report.end(row.armId, {
        state: 'succeeded',
        outcome: 'done',
        message: [
          {
            imported: `Imported as ${name}.`,
            updated: 'Updated.',
            unchanged: 'Nothing changed.',
          }[result],
          ...(judged.reason ? [judged.reason] : []),
          ...(judged.signIn?.startsWith('entra') ? [] : [CERTIFICATE_WARNING]),
        ].join(' '),
      });
    } catch (error) {
      this.#fail(row, error, round, judged.signIn === 'admin-certificate');
    }
  }

  /** The words of the registry are for people, those of a database are not. */
  #describe(
    row: AksRow,
    error: unknown,
    { session, signal }: SyncRound,
    asAdmin: boolean,
  ): AzureProblem {
    const { name, resourceGroup, subscriptionId, armId } = row;
    if (error instanceof ConflictError || error instanceof InputError) {
      return {
        message: `The cluster ${name} (${resourceGroup}) could not be stored: ${error.message}`,
        subscriptionId,
      };
    }
    if (error instanceof ForwardedError) {
      return {
        message: `The portal could not store the cluster ${name} (${resourceGroup}); its log says more.`,
        subscriptionId,
      };
    }
    return describeFailure(error, {
      session,
      signal,
      subscriptionId,
      armId,
      act: asAdmin ? 'cluster-admin-credentials' : 'cluster-credentials',
    });
  }

  #fail(row: AksRow, error: unknown, round: SyncRound, asAdmin: boolean): void {
    const { signal, report } = round;
    const problem = this.#describe(row, error, round, asAdmin);
    if (error instanceof ForwardedError) {
      this.#logger.warn(
        `The AKS cluster ${row.armId} could not be stored: ${stringifyError(
          error.cause,
        )}`,
      );
    }
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
    {
      sourceId,
      availability,
    }: Pick<RegisteredCluster, 'sourceId' | 'availability'>,
  ): Promise<void> {
    const stopped = row.power === 'stopped';
    if (!stopped && !availability) return;
    await this.#clusters
      .setAvailability(
        sourceId,
        stopped
          ? { state: 'stopped', message: 'It is stopped in Azure.' }
          : undefined,
      )
      .catch(error => {
        throw notStored(error);
      });
  }
}
