/** Looks until it sees something, for a minute at most. */
export async function until<T>(
  look: () => Promise<T | false | undefined>,
): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const seen = await look();
    if (seen) return seen;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about within a minute');
}
