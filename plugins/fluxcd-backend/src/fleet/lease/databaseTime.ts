import type { Knex } from 'knex';

/** SQL for milliseconds since 1970 by the clock of the database: the only one that all replicas share. */
export function databaseTime(knex: Knex): string {
  const client = String(knex.client.config.client);
  if (client.includes('sqlite')) {
    // Days since noon of 24 November 4714 BC; 2440587.5 is 1970.
    return `CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)`;
  }
  if (client.includes('mysql')) {
    // UNIX_TIMESTAMP(now) would be ambiguous in the hour that a time zone repeats.
    return `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000`;
  }
  // Not now(), which stands still in a transaction.
  return `floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;
}
