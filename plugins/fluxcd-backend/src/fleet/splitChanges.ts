import type { Changes } from './Changes';

/** Parts of at most `size` changes; only the last carries the version. */
export function splitChanges(changes: Changes, size: number): Changes[] {
  const { key, upserts, deletes, resourceVersion } = changes;
  const parts: Changes[] = [];
  for (let start = 0; start < upserts.length; start += size) {
    parts.push({
      key,
      upserts: upserts.slice(start, start + size),
      deletes: [],
    });
  }
  for (let start = 0; start < deletes.length; start += size) {
    parts.push({
      key,
      upserts: [],
      deletes: deletes.slice(start, start + size),
    });
  }
  const last = parts.at(-1);
  if (last) last.resourceVersion = resourceVersion;
  else parts.push({ key, upserts: [], deletes: [], resourceVersion });
  return parts;
}
