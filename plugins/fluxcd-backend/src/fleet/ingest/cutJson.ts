const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;

const MANAGED_FIELDS = Buffer.from('"managedFields":[');
const INVENTORY = Buffer.from('"inventory":{"entries":[');

/** JSON without the parts that are large and seldom needed. */
export interface CutJson {
  /** An inventory's entries are `[n]` in it, where `n` is the place in `entries`; managed fields are `[]`. */
  text: string;
  /** The entries that were cut out, each as a JSON array. */
  entries: Buffer[];
}

/** The index behind the array that begins at `start`, or -1 when it does not end as it should. */
function endOfArray(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at += 1;
      for (; bytes[at] !== QUOTE; at += 1) {
        if (bytes[at] === BACKSLASH) at += 1;
        if (at >= bytes.length) return -1;
      }
    } else if (byte === OPEN_SQUARE || byte === OPEN_CURLY) {
      depth += 1;
    } else if (byte === CLOSE_SQUARE || byte === CLOSE_CURLY) {
      depth -= 1;
      if (depth === 0) return byte === CLOSE_SQUARE ? at + 1 : -1;
    }
  }
  return -1;
}

/**
 * Cuts `managedFields` and, if asked to, the entries of inventories out of JSON, which is two thirds of a Kustomization. Both keys are
 * looked for as bytes: an unescaped quote, a colon and a bracket after it stand nowhere within a text, so what is found
 * is a key with an array for its value, wherever in the object. Nothing reads a field of either name but the two that
 * are meant; that the place is the right one is for the caller to check. What does not end is left as it
 * is, for the parser to judge; of what is cut out only quotes and the number of brackets are checked.
 */
export function cutJson(
  bytes: Buffer,
  options: { inventories: boolean },
): CutJson {
  let text = '';
  const entries: Buffer[] = [];
  let done = 0;
  let fields = bytes.indexOf(MANAGED_FIELDS);
  const nextInventory = (from: number) =>
    options.inventories ? bytes.indexOf(INVENTORY, from) : -1;
  let inventory = nextInventory(0);
  while (fields >= 0 || inventory >= 0) {
    const isFields = fields >= 0 && (inventory < 0 || fields < inventory);
    const start = isFields
      ? fields + MANAGED_FIELDS.length - 1
      : inventory + INVENTORY.length - 1;
    const end = endOfArray(bytes, start);
    if (end < 0) return { text: bytes.toString('utf8'), entries: [] };
    text += bytes.toString('utf8', done, start);
    text += isFields ? '[]' : `[${entries.length}]`;
    if (!isFields) entries.push(bytes.subarray(start, end));
    done = end;
    // The other key may stand within what was just cut out.
    if (fields >= 0 && fields < end) {
      fields = bytes.indexOf(MANAGED_FIELDS, end);
    }
    if (inventory >= 0 && inventory < end) {
      inventory = nextInventory(end);
    }
  }
  return { text: text + bytes.toString('utf8', done), entries };
}
