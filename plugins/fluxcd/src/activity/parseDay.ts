const DAY = /^(19|20|21)\d\d-\d\d-\d\d$/;

/** Midnight of a day `YYYY-MM-DD` (years 1900 to 2199) here, `offset` days later; undefined when there is no such day. */
export function parseDay(day: string, offset = 0): Date | undefined {
  if (!DAY.test(day)) return undefined;
  const [year, month, date] = day.split('-').map(Number);
  const midnight = new Date(year, month - 1, date);
  // The 31st of February would be a day in March.
  if (midnight.getMonth() !== month - 1) return undefined;
  return new Date(year, month - 1, date + offset);
}
