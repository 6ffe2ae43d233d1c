/**
 * What to do about a failed write. `missing-parent`: the row it belongs to is gone (foreign key); `rejected`: the
 * database does not take this data, now or later; `transient`: anything else, which may pass.
 */
export type DatabaseFailure = 'missing-parent' | 'rejected' | 'transient';

interface DriverError {
  name?: unknown;
  code?: unknown;
  errno?: unknown;
  sqlState?: unknown;
}

/** Reads the codes of pg, mysql2 and better-sqlite3. */
export function classifyDatabaseError(error: unknown): DatabaseFailure {
  const { name, code, errno, sqlState } = (error ?? {}) as DriverError;
  // better-sqlite3 refuses values of types that SQLite has not. By name: the driver may have classes of its own.
  if (name === 'TypeError' || name === 'RangeError') return 'rejected';
  if (
    code === '23503' ||
    errno === 1452 ||
    code === 'SQLITE_CONSTRAINT_FOREIGNKEY'
  ) {
    return 'missing-parent';
  }
  // SQLSTATE classes: 22 data exception, 23 integrity constraint; 54 limits of PostgreSQL.
  const state = String(sqlState ?? code ?? '');
  if (
    /^(22|23|54)[0-9A-Z]{3}$/.test(state) ||
    // MariaDB files some bad values under HY000: wrong string for a column, and value too long.
    errno === 1366 ||
    errno === 1406 ||
    /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(state)
  ) {
    return 'rejected';
  }
  return 'transient';
}
