type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array;

let turn = 0;

/**
 * The column with room for at least `length` values: itself, or a copy that is longer by about a twelfth. By how much
 * is another each time, so that columns of the same length do not all have to be copied at the same moment.
 */
export function grow<T extends Column>(column: T, length: number): T {
  if (length <= column.length) return column;
  turn = (turn + 1) % 16;
  const Constructor = column.constructor as new (size: number) => T;
  const grown = new Constructor(
    Math.max(length, 64, Math.ceil(column.length * (1.04 + turn / 200))),
  );
  grown.set(column);
  return grown;
}
