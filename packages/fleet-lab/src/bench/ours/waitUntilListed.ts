import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const PATIENCE_MS = 300_000;

/**
 * Ends when so many kinds have been listed to their end: the row of a kind says its version only when all of its rows
 * are committed. Asked of the database, so that the process that is measured has nothing to do with it.
 */
export async function waitUntilListed(
  knex: Knex,
  kinds: number,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const [{ n }] = await knex('cluster_kinds')
      .whereNotNull('resource_version')
      .count('* as n');
    if (Number(n) >= kinds) return;
    await sleep(100);
  }
  throw new Error(`${kinds} kinds were not listed within five minutes`);
}
