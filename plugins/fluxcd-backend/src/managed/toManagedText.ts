import type { ManagedRow } from '../database/ManagedRow';

/** What separates objects and their parts: no name of Kubernetes holds either (path segment names). */
const SEPARATORS = /[/%]/g;

/**
 * Managed objects as one text, each of them once: `NAMESPACE/NAME/GROUP/KIND`, joined by `%`. A resource may have
 * thousands of them, and as rows they would cost more on their way to the database than all else together: as a text
 * they pass the thread of the ingest, the event loop and the driver without being looked at.
 */
export function toManagedText(objects: readonly ManagedRow[]): string {
  const lines = objects.map(({ namespace, name, api_group, kind }) =>
    [namespace, name, api_group, kind]
      .map(part => part.replace(SEPARATORS, '\uFFFD'))
      .join('/'),
  );
  return [...new Set(lines)].join('%');
}
