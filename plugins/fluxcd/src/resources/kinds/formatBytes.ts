const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size for people, e.g. `12.3 kB`. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return size.toLocaleString(undefined, {
    style: 'unit',
    unit: UNITS[unit],
    maximumFractionDigits: 1,
  });
}
