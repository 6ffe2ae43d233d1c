import { asRecord } from './asRecord';

/** The objects of a list; what is no list is an empty one, what is no object becomes an empty one. */
export function asList(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
