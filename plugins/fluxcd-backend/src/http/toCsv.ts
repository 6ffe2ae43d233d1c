/** Characters that make a spreadsheet take a cell for a formula, also where white space or full width hides them. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/** A column: its header, and what stands in a row's cell. */
export type CsvColumn<T> = readonly [
  header: string,
  value: (row: T) => string | number | boolean | undefined,
];

function toCell(value: string | number | boolean | undefined): string {
  const text = value === undefined ? '' : String(value);
  // The texts come from clusters, whose users may be nobody's friends. A number has nothing to hide.
  const safe =
    typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/**
 * CSV after RFC 4180, with a header line. What a spreadsheet would run as a formula gets an apostrophe in front
 * (OWASP, CSV injection).
 */
export function toCsv<T>(
  columns: readonly CsvColumn<T>[],
  rows: readonly T[],
): string {
  const lines = [
    columns.map(([header]) => toCell(header)),
    ...rows.map(row => columns.map(([, value]) => toCell(value(row)))),
  ];
  return lines.map(cells => `${cells.join(',')}\r\n`).join('');
}
