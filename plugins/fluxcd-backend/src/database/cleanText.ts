/** NUL, and surrogates with a partner or without: most texts have none. */
const SUSPECT = /[\0\ud800-\udfff]/;

/** Replaces what databases refuse in text: NUL (PostgreSQL) and halves of surrogate pairs (MariaDB). */
function replaceUnstorable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  // With the `u` flag, \p{Cs} matches surrogates that have no partner.
  return text.replace(/\0|\p{Cs}/gu, '\uFFFD');
}

/**
 * `text` in at most `maxCharacters`, storable in every database; `null`, as rows have it, when there is none. What
 * comes from a cluster may be no text, whatever its type says: that is none.
 */
export function cleanText(
  text: string | undefined,
  maxCharacters: number,
): string | null {
  if (typeof text !== 'string' || !text) return null;
  // Cut first: the cut may split a pair.
  return replaceUnstorable(text.slice(0, maxCharacters));
}
