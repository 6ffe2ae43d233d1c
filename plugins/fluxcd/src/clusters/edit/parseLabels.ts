/** What is wrong with the text, in the terms of `clusters.edit`; lines are counted from 1. */
export type LabelsProblem =
  | { rule: 'labelsInvalid'; line: number }
  | { rule: 'labelsTwice'; line: number; key: string };

/** Labels from lines of key=value; empty lines do not count. The backend checks the grammar of both. */
export function parseLabels(
  text: string,
):
  | { labels: Record<string, string>; problem?: undefined }
  | { labels?: undefined; problem: LabelsProblem } {
  const labels = new Map<string, string>();
  for (const [index, raw] of text.split('\n').entries()) {
    const entry = raw.trim();
    if (!entry) continue;
    const at = entry.indexOf('=');
    const key = entry.slice(0, at).trim();
    const line = index + 1;
    if (at < 1 || !key) return { problem: { rule: 'labelsInvalid', line } };
    if (labels.has(key)) return { problem: { rule: 'labelsTwice', line, key } };
    labels.set(key, entry.slice(at + 1).trim());
  }
  return { labels: Object.fromEntries(labels) };
}
