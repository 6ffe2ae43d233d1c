/** Stops waiting when the signal says so; the work itself goes on unheard, since it takes no signal. */
export async function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  // Nobody may be there any more when it fails, which would end the process.
  work.catch(() => {});
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
