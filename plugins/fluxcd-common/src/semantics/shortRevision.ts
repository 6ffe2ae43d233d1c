/**
 * A revision for people: hex digests after `sha1:` or `sha256:` are cut to eight characters, all else
 * stays. Chart versions may end in hex (`6.6.1+0cc9a8446c95`) and are never cut.
 *
 * Source: flux-semantics §5.9; eight characters as the flux CLI shows.
 * @public
 */
export function shortRevision(revision: string): string {
  return revision.replace(
    /\b(sha1|sha256):([0-9a-f]{8})[0-9a-f]+\b/gi,
    '$1:$2',
  );
}
