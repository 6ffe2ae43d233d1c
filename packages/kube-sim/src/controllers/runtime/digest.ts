import { createHash } from 'crypto';

/** `sha256:<hex>` of a text, as artifacts, charts and histories carry it. */
export function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
