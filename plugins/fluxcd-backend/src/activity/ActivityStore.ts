import { randomUUID } from 'node:crypto';
import type { OperationType } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';

/** What is about to be done, to which target. */
export interface ActivityEntry {
  actor: string;
  action:
    | 'cluster.create'
    | 'cluster.update'
    | 'cluster.credentials'
    | 'cluster.delete'
    | 'cluster.sync'
    | 'pod.logs'
    | 'source.sync'
    | `resource.${Exclude<OperationType, 'sync' | 'source-sync'>}`;
  clusterId?: string;
  clusterName?: string;
  resourceId?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  operationId?: string;
  /** One sentence for people; what came of it takes its place. */
  message?: string;
}

/** Outcome of a row whose act is under way. */
export const INITIATED = 'initiated';

/**
 * The record of who did what. One row per target: written before the act, which is refused when the row cannot be
 * written, and given its outcome after it. A row that stays `initiated` is an act whose end nobody saw.
 */
export class ActivityStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Fails when not all rows were written. `knex`: a transaction to write them in. */
  async begin(
    entries: readonly ActivityEntry[],
    knex: Knex = this.#knex,
  ): Promise<string[]> {
    const at = new Date().toISOString();
    const rows = entries.map(entry => ({
      id: randomUUID(),
      at,
      actor: entry.actor,
      action: entry.action,
      outcome: INITIATED,
      cluster_id: entry.clusterId,
      cluster_name: entry.clusterName,
      resource_id: entry.resourceId,
      kind: entry.kind,
      namespace: entry.namespace,
      name: entry.name,
      operation_id: entry.operationId,
      message: entry.message,
    }));
    await knex.batchInsert('activities', rows, 50);
    return rows.map(row => row.id);
  }

  /** Gives a row its outcome; only the first one counts. */
  async end(
    where: { id: string } | { operationId: string; resourceId?: string },
    result: { outcome: string; message?: string; clusterId?: string },
    knex: Knex = this.#knex,
  ): Promise<void> {
    const update = knex('activities').where({ outcome: INITIATED });
    if ('id' in where) update.where({ id: where.id });
    else {
      update.where({ operation_id: where.operationId });
      if (where.resourceId) update.where({ resource_id: where.resourceId });
    }
    await update.update({
      outcome: result.outcome,
      message: result.message,
      ...(result.clusterId && { cluster_id: result.clusterId }),
    });
  }

  /** Runs `work` between its two halves. Fails without running it when the row cannot be written. */
  async record<T>(
    entry: ActivityEntry,
    work: () => Promise<T>,
    describe: (result: T) => { clusterId?: string } = () => ({}),
  ): Promise<T> {
    const [id] = await this.begin([entry]);
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.end({ id }, { outcome: 'failed' });
      throw error;
    }
    await this.end({ id }, { outcome: 'succeeded', ...describe(result) });
    return result;
  }
}
