/** What to log of a failure of the database: drivers quote values and addresses in their messages. */
export function nameOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown error');
}
