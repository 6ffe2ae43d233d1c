/**
 * Characters that change how text around them reads (bidirectional controls, CVE-2021-42574), or that
 * show nothing: C0 and C1 controls but tab and newline, zero-width characters.
 */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a cluster with such characters written as escapes, so that it reads as it is. */
export function visibleText(text: string): string {
  return text.replace(
    INVISIBLE,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
