import type { Knex } from 'knex';
import { databaseOf } from '../../database/databaseOf';

/** A replica that is paused in the middle of a transaction keeps its locks no longer. Milliseconds. */
const IDLE_MS = 10_000;

/**
 * To be selected with the locks of leases: on PostgreSQL it lets the database end the transaction when it hears nothing
 * of it for some seconds, and with it the locks. Otherwise a replica that was stopped at that moment would keep others
 * from taking over, for as long as its machine holds the connection. It costs no statement of its own, and ends with the
 * transaction. Other databases have no such limit for one transaction.
 */
export function endWhenIdle(tx: Knex): Knex.Raw[] {
  if (databaseOf(tx) !== 'postgres') return [];
  return [
    tx.raw(`set_config('idle_in_transaction_session_timeout', ?, true)`, [
      String(IDLE_MS),
    ]),
  ];
}
