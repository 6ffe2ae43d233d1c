/**
 * A URL that came from a cluster, if it may become a link: http or https, without credentials in it.
 * Everything else (`javascript:`, `data:`, `ssh://`, `oci://`, relative paths) is text.
 */
export function safeUrl(text: string): string | undefined {
  // Browsers strip tabs, newlines and leading blanks: what is not already clean is no URL for us.
  if (!/^https?:\/\/[^\s\\]+$/i.test(text)) return undefined;
  try {
    const url = new URL(text);
    if (url.username || url.password) return undefined;
    return url.href;
  } catch {
    return undefined;
  }
}
