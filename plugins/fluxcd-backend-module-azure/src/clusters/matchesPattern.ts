/**
 * Whether the whole text matches the pattern, in which `*` stands for any characters; case does not count. Each part
 * between two stars is looked for once, from where the one before it ended, so no pattern makes it slow.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const first = parts[0];
  if (parts.length === 1) return subject === first;
  const last = parts[parts.length - 1];
  const end = subject.length - last.length;
  if (
    end < first.length ||
    !subject.startsWith(first) ||
    !subject.endsWith(last)
  ) {
    return false;
  }
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = subject.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
