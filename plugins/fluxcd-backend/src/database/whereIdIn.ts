import type { Knex } from 'knex';
import { databaseOf } from './databaseOf';

/** Keeps the rows whose `column` is one of many ids, with one parameter where the database allows that. */
export function whereIdIn<Query extends Knex.QueryBuilder>(
  tx: Knex,
  select: Query,
  column: string,
  ids: readonly string[],
): Query {
  switch (databaseOf(tx)) {
    case 'postgres':
      select.whereRaw('?? = ANY(?)', [column, [...ids]]);
      break;
    case 'sqlite':
      select.whereRaw('?? IN (SELECT value FROM json_each(?))', [
        column,
        JSON.stringify(ids),
      ]);
      break;
    default:
      select.whereIn(column, ids);
  }
  return select;
}
