/** Attempts before a conflict counts as a failure. */
const ATTEMPTS = 5;

/** Serialization, deadlock, lock not available; of MariaDB: deadlock, lock wait; of SQLite: another one writes. */
function isConflict(error: unknown): boolean {
  const { code, errno } = (error ?? {}) as { code?: unknown; errno?: unknown };
  return (
    code === '40001' ||
    code === '40P01' ||
    code === '55P03' ||
    errno === 1213 ||
    errno === 1205 ||
    code === 'SQLITE_BUSY'
  );
}

/** Runs `work`, which must be a whole transaction, again when another transaction was in its way. */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error;
    }
  }
}
