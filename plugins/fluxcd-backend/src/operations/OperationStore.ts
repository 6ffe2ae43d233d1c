import { ConflictError } from '@backstage/errors';
import type {
  Operation,
  OperationOutcome,
  OperationState,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { ActivityStore } from '../activity/ActivityStore';
import { FINAL_STATES as FINAL } from './FINAL_STATES';
import { toActivities } from './toActivities';

const LOST =
  'The portal was interrupted while it watched: it may or may not have happened.';

interface OperationRow {
  id: string;
  type: Operation['type'];
  with_source: boolean | 0 | 1;
  /** JSON: what else it was asked with. */
  parameters: string | null;
  state: OperationState;
  requested_by: string;
  created_at: string;
  updated_at: string;
  finished_at: string | null;
}

interface TargetRow {
  operation_id: string;
  position: number;
  resource_id: string;
  cluster_id: string;
  cluster_name: string;
  kind: string;
  namespace: string;
  name: string;
  state: OperationState;
  outcome: OperationOutcome | null;
  message: string | null;
  steps: string;
}

function toTarget(row: TargetRow): OperationTarget {
  return {
    resourceId: row.resource_id,
    clusterId: row.cluster_id,
    clusterName: row.cluster_name,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    state: row.state,
    outcome: row.outcome ?? undefined,
    message: row.message ?? undefined,
    steps: JSON.parse(row.steps),
  };
}

/** What changes while a target is worked on. */
function changing(target: OperationTarget) {
  return {
    state: target.state,
    outcome: target.outcome ?? null,
    message: target.message ?? null,
    steps: JSON.stringify(target.steps),
  };
}

/** What an operation that ends leaves behind, whatever came of it. */
function ended(now: string) {
  return { updated_at: now, finished_at: now, exclusive_key: null };
}

/**
 * Operations as rows. Whoever works on one beats its heart; when that stops, any replica ends it as unknown, and
 * from then on nothing more is written to it: every write asks first that it is still open.
 */
export class OperationStore {
  readonly #knex: Knex;
  readonly #activities: ActivityStore;

  constructor(options: { knex: Knex; activities: ActivityStore }) {
    this.#knex = options.knex;
    this.#activities = options.activities;
  }

  /**
   * Writes the operation together with its activity rows, or nothing. `exclusiveKey`: at most one open operation has
   * it; the database decides which of two comes first, so that replicas agree.
   * @throws ConflictError while another open operation has the key
   */
  async create(operation: Operation, exclusiveKey?: string): Promise<void> {
    try {
      await this.#insert(operation, exclusiveKey);
    } catch (error) {
      const other: OperationRow | undefined =
        exclusiveKey &&
        (await this.#knex('operations')
          .where({ exclusive_key: exclusiveKey })
          .first());
      if (!other) throw error;
      throw new ConflictError(
        `${describeSync(operation)} already, by operation ${other.id} of ${
          other.requested_by
        }`,
      );
    }
  }

  /** `resourceId`: with the targets of this resource alone; the others cost nothing. */
  async get(
    id: string,
    options: { resourceId?: string } = {},
  ): Promise<Operation | undefined> {
    const row = await this.#knex<OperationRow>('operations')
      .where({ id })
      .first();
    if (!row) return undefined;
    // Afterwards, because they end first: nobody looks again at an operation that has ended.
    const { resourceId } = options;
    const targets = await this.#knex<TargetRow>('operation_targets')
      .where({
        operation_id: id,
        ...(resourceId && { resource_id: resourceId }),
      })
      .orderBy('position');
    return {
      id: row.id,
      type: row.type,
      withSource: Boolean(row.with_source),
      ...JSON.parse(row.parameters ?? '{}'),
      state: row.state,
      targets: targets.map(toTarget),
      requestedBy: row.requested_by,
      createdAt: row.created_at,
      finishedAt: row.finished_at ?? undefined,
    };
  }

  /** Writes how a target stands. False: the operation is no longer ours to write to, stop. */
  async saveTarget(
    operationId: string,
    position: number,
    target: OperationTarget,
  ): Promise<boolean> {
    return this.#knex.transaction(async trx => {
      if (!(await this.#touch(trx, [operationId]))) return false;
      await trx('operation_targets')
        .where({ operation_id: operationId, position })
        .update(changing(target));
      if (target.outcome) {
        await this.#activities.end(
          { operationId, resourceId: target.resourceId },
          { outcome: target.outcome, message: target.message },
          trx,
        );
      }
      return true;
    });
  }

  /** Tells other replicas that these operations are being worked on. */
  async beat(operationIds: readonly string[]): Promise<void> {
    if (operationIds.length) await this.#touch(this.#knex, operationIds);
  }

  /** `message`: for the record of what was done to a cluster as a whole. */
  async finish(
    operationId: string,
    state: OperationState,
    message?: string,
  ): Promise<void> {
    const now = new Date().toISOString();
    await this.#knex.transaction(async trx => {
      const finished = await trx('operations')
        .where({ id: operationId })
        .whereNotIn('state', FINAL)
        .update({ state, ...ended(now) });
      // Those of single targets ended with them; that of a whole cluster ends here.
      if (finished) {
        await this.#activities.end(
          { operationId },
          { outcome: state, message },
          trx,
        );
      }
    });
  }

  /** Ends every open operation whose heart stopped before `before`; returns how many. ISO 8601. */
  async endLost(before: string): Promise<number> {
    const lost: Array<{ id: string }> = await this.#knex('operations')
      .whereNotIn('state', FINAL)
      .where('updated_at', '<', before)
      .select('id');
    let count = 0;
    for (const { id } of lost) {
      if (await this.interrupt(id, before)) count++;
    }
    return count;
  }

  /** Ends an open operation whose end will not be seen. `before`: only if its heart stopped before then. */
  async interrupt(operationId: string, before?: string): Promise<boolean> {
    const now = new Date().toISOString();
    return this.#knex.transaction(async trx => {
      const claim = trx('operations')
        .where({ id: operationId })
        .whereNotIn('state', FINAL);
      if (before) claim.where('updated_at', '<', before);
      const claimed = await claim.update({
        state: 'unknown',
        ...ended(now),
      });
      if (!claimed) return false;
      const open: TargetRow[] = await trx<TargetRow>('operation_targets')
        .where({ operation_id: operationId })
        .whereNotIn('state', FINAL);
      for (const row of open) {
        const target = toTarget(row);
        await trx('operation_targets')
          .where({ operation_id: operationId, position: row.position })
          .update(
            changing({
              ...target,
              state: 'unknown',
              outcome: 'interrupted',
              message: LOST,
              steps: target.steps.map(step =>
                FINAL.includes(step.state)
                  ? step
                  : { ...step, state: 'unknown', outcome: 'interrupted' },
              ),
            }),
          );
      }
      await this.#activities.end(
        { operationId },
        { outcome: 'interrupted', message: LOST },
        trx,
      );
      return true;
    });
  }

  async #insert(operation: Operation, exclusiveKey?: string): Promise<void> {
    await this.#knex.transaction(async trx => {
      await trx('operations').insert({
        id: operation.id,
        type: operation.type,
        with_source: operation.withSource,
        parameters: JSON.stringify({ reason: operation.reason }),
        state: operation.state,
        requested_by: operation.requestedBy,
        exclusive_key: exclusiveKey ?? null,
        created_at: operation.createdAt,
        updated_at: operation.createdAt,
      });
      const rows = operation.targets.map((target, position) => ({
        operation_id: operation.id,
        position,
        resource_id: target.resourceId,
        cluster_id: target.clusterId,
        cluster_name: target.clusterName,
        kind: target.kind,
        namespace: target.namespace,
        name: target.name,
        ...changing(target),
      }));
      await trx.batchInsert('operation_targets', rows, 50);
      await this.#activities.begin(toActivities(operation), trx);
    });
  }

  async #touch(knex: Knex, ids: readonly string[]): Promise<number> {
    return knex('operations')
      .whereIn('id', [...ids])
      .whereNotIn('state', FINAL)
      .update({ state: 'running', updated_at: new Date().toISOString() });
  }
}

/** What is under way while an exclusive operation is open, in words. */
function describeSync({ type, targets }: Operation): string {
  return type === 'source-sync'
    ? `"${targets[0].name}" is being synchronized`
    : 'The cluster is being reconciled';
}
