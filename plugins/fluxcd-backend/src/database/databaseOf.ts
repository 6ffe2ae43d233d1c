import type { Knex } from 'knex';

/** Which of the three dialects the client speaks; MariaDB counts as MySQL. */
export function databaseOf(knex: Knex): 'postgres' | 'mysql' | 'sqlite' {
  const client = String(knex.client.config.client);
  if (client.startsWith('pg')) return 'postgres';
  return client.includes('mysql') ? 'mysql' : 'sqlite';
}
