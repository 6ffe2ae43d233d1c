const MAX_LABELS = 64;
const MAX_LENGTH = 63;

/**
 * Tags of Azure as labels: what a label may not hold becomes `-`, and what is too long is cut. Of two tags that become
 * the same label the first by name counts; beyond 64 they are left out.
 */
export function toLabels(tags: Record<string, string>): Record<string, string> {
  const labels = new Map<string, string>();
  for (const [tag, value] of Object.entries(tags).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const key = tidy(tag, /[^-A-Za-z0-9_./]+/g);
    if (key && !labels.has(key) && labels.size < MAX_LABELS) {
      labels.set(key, tidy(value, /[^-A-Za-z0-9_.]+/g));
    }
  }
  return Object.fromEntries(labels);
}

/** Labels begin and end with a letter or digit. */
function tidy(text: string, forbidden: RegExp): string {
  return text
    .replace(forbidden, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/[^A-Za-z0-9]+$/, '');
}
