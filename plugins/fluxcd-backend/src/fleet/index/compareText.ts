/** Orders texts by their UTF-8 bytes, as the databases do: UTF-16, which JavaScript compares, puts some characters elsewhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\uD800-\uFFFF]/.test(a + b)) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : 1;
}
