import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { FINAL_STATES } from './FINAL_STATES';

const TABLE = 'operation_locks';

/** What only one open operation at a time may hold, whichever replica works on it. It is free when its holder ends. */
export class OperationLock {
  readonly #id: string;

  constructor(what: readonly string[]) {
    this.#id = createHash('sha256').update(JSON.stringify(what)).digest('hex');
  }

  /** To be called before the transaction that takes it: makes the row that all who want it queue up for. */
  async prepare(knex: Knex): Promise<void> {
    await knex(TABLE)
      .insert({ id: this.#id, operation_id: null })
      .onConflict('id')
      .ignore();
  }

  /** False: an open operation holds it. */
  async take(operationId: string, trx: Knex.Transaction): Promise<boolean> {
    const own = () => trx(TABLE).where({ id: this.#id });
    const { operation_id: holder } = await own().forUpdate().first();
    const open = await trx('operations')
      .where({ id: holder ?? '' })
      .whereNotIn('state', [...FINAL_STATES])
      .first('id');
    if (open) return false;
    await own().update({ operation_id: operationId });
    return true;
  }
}
