const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** As Kubernetes writes it, on a day that every month has: nothing to work out. */
const PLAIN =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/**
 * An RFC 3339 time as ISO 8601 in UTC with milliseconds, always 24 characters, so that times of all
 * kinds sort as text; anything else is undefined.
 */
export function asTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (PLAIN.test(value)) return `${value.slice(0, -1)}.000Z`;
  if (!RFC3339.test(value)) return undefined;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return undefined;
  const iso = time.toISOString();
  // An offset can push the year out of 0000–9999, which ISO writes with more digits.
  return iso.length === 24 ? iso : undefined;
}
