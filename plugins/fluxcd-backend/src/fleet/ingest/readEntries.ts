const HEAD = '[{"id":"';
const TAIL = /^","v":"[^"\\]*"\}\]$/;
const BETWEEN = /","v":"[^"\\]*"\},\{"id":"/g;
/** Namespace, name, group and kind: plain ones, within the bounds of the columns. */
const OBJECT =
  '[a-z0-9-]{0,63}/[A-Za-z0-9.-]{1,253}/[a-z0-9.-]{0,253}/[A-Za-z0-9]{1,63}';
const PLAIN = new RegExp(`^(?:${OBJECT}%)*${OBJECT}$`);

/**
 * The text of managed objects (see `toManagedText`) out of the bytes of an inventory's entries, without parsing them:
 * Flux writes nearly all inventories alike. `undefined` when these are not so: an escape, a name with a colon (whose
 * `__` makes a part too many), another field.
 */
export function readEntries(entries: Buffer): string | undefined {
  const text = entries.toString('latin1');
  const end = text.lastIndexOf('","v":"');
  if (!text.startsWith(HEAD) || end < 0 || !TAIL.test(text.slice(end))) {
    return undefined;
  }
  const objects = text
    .slice(HEAD.length, end)
    .replace(BETWEEN, '%')
    .replace(/_/g, '/');
  if (!PLAIN.test(objects)) return undefined;
  return [...new Set(objects.split('%'))].join('%');
}
