const MAX_LENGTH = 64;

/** A name out of foreign input, fit for a message: short, printable ASCII, in quotes. */
export function quoteName(name: string): string {
  const printable = name.replace(/[^\x20-\x7e]|["\\]/g, '?');
  return printable.length > MAX_LENGTH
    ? `"${printable.slice(0, MAX_LENGTH)}…"`
    : `"${printable}"`;
}
