/**
 * Fails with an error named `TimeoutError` when the work is not done in time; the work itself goes on unheard, since the
 * SDK takes no signal there.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  milliseconds: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(
        `No answer within ${milliseconds / 1000} seconds`,
      );
      error.name = 'TimeoutError';
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
