import type { Knex } from 'knex';

/**
 * A LIKE pattern that matches `text` literally, anywhere, ignoring case; for `LOWER(column) LIKE ? ESCAPE '!'`.
 * The escape is `!` because a backslash in a string literal means different things to the three databases.
 */
export function likePattern(knex: Knex, text: string): string {
  // LOWER of SQLite knows ASCII only, so the needle must not be lowered any further than the haystack.
  const lower = String(knex.client.config.client).includes('sqlite')
    ? text.replace(/[A-Z]/g, c => c.toLowerCase())
    : text.toLowerCase();
  return `%${lower.replace(/[!%_]/g, '!$&')}%`;
}
