/** As many hex digits of a digest as the Flux CLI prints. */
const DIGITS = 8;

/**
 * The short form of a revision as Flux writes it (`main@sha1:…`, `latest@sha256:…`): only digests are cut,
 * never names, tags or versions.
 */
export function shortRevision(revision: string): string {
  return revision.replace(
    /\b(sha1|sha256|sha384|sha512):([0-9a-f]+)\b/g,
    (_, algorithm, hex) => `${algorithm}:${hex.slice(0, DIGITS)}`,
  );
}
