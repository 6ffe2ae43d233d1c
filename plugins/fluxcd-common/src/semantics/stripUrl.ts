const PROTOCOLS = ['http:', 'https:', 'ssh:', 'oci:'];

/**
 * A URL without user info, query and fragment, which may hold credentials; undefined for what is no URL
 * of a protocol that Flux fetches from.
 */
export function stripUrl(text: string | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!PROTOCOLS.includes(url.protocol)) return undefined;
  return `${url.protocol}//${url.host}${url.pathname}`;
}
