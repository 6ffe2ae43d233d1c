import type { Kind } from './Kind';

/** Whether the status of a kind is written apart from the rest. */
export function hasStatus(kind: Kind): boolean {
  return kind.subresources.some(({ name }) => name === 'status');
}
