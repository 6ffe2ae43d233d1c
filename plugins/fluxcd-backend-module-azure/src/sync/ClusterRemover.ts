import type {
  ClusterRegistry,
  RegisteredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AksRow } from '../clusters/AksRow';
import { parseArmId } from '../clusters/parseArmId';
import type { AksClusterRecord } from './AksClusterRecord';
import type { AksClusterStore } from './AksClusterStore';
import type { SyncReport } from './SyncReport';

/** Takes clusters out of the portal. To be called after a complete look at Azure only. */
export class ClusterRemover {
  readonly #clusters: ClusterRegistry;
  readonly #store: AksClusterStore;
  readonly #retireAfter: number;

  constructor(options: {
    clusters: ClusterRegistry;
    store: AksClusterStore;
    /** Complete looks in a row that must miss a cluster. */
    retireAfter: number;
  }) {
    this.#clusters = options.clusters;
    this.#store = options.store;
    this.#retireAfter = options.retireAfter;
  }

  /** What Azure no longer has is marked as missing, and removed when that lasts: it may be made anew, or moved. */
  async countVanished(
    vanished: readonly AksClusterRecord[],
    registered: ReadonlyMap<string, RegisteredCluster>,
    report: SyncReport,
  ): Promise<void> {
    for (const record of vanished) {
      const count = await this.#store.countMissing(record);
      if (count >= this.#retireAfter) {
        await this.retire(record.armId);
        this.#tell(record, report, 'Azure no longer has it: it was removed.');
      } else {
        const message = `Azure no longer has it (seen by ${count} of ${
          this.#retireAfter
        } syncs, after which it leaves the portal).`;
        if (registered.has(record.armId)) {
          await this.#clusters.setAvailability(record.armId, {
            state: 'missing',
            message,
          });
        }
        this.#tell(record, report, message);
      }
    }
  }

  /**
   * At once, not after several looks: the cluster is seen, not missed. Either a filter leaves it out, written by somebody
   * who wants it gone; or nobody may sign in to it any more as the portal did, with the administrator's certificate say,
   * which must not be used for longer than the operator allows it.
   */
  async removeUnwanted(
    row: AksRow,
    reason: string | undefined,
    report: SyncReport,
  ): Promise<void> {
    await this.retire(row.armId);
    report.end(row.armId, {
      state: 'succeeded',
      outcome: 'done',
      message: ['Removed.', reason].filter(Boolean).join(' '),
    });
  }

  /** At once: somebody took their subscription out of the connection. */
  async remove(
    records: readonly AksClusterRecord[],
    report: SyncReport,
  ): Promise<void> {
    for (const record of records) {
      await this.retire(record.armId);
      this.#tell(
        record,
        report,
        'Removed: the connection no longer names its subscription.',
      );
    }
  }

  /** The memory of it goes last, so that what is interrupted is done again. */
  async retire(armId: string): Promise<void> {
    await this.#clusters.retire(armId);
    await this.#store.delete(armId);
  }

  #tell(record: AksClusterRecord, report: SyncReport, message: string): void {
    const { armId, name } = record;
    const parts = parseArmId(armId);
    report.add({
      armId,
      resourceGroup: parts?.resourceGroup ?? '',
      name: parts?.name ?? name,
    });
    report.end(armId, { state: 'succeeded', outcome: 'gone', message });
  }
}
