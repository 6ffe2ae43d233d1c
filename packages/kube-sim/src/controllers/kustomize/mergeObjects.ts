const isRecord = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNamedList = (value: unknown): value is Array<{ name: string }> =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(item => isRecord(item) && typeof item.name === 'string');

/**
 * Strategic merge as far as manifests of a fleet need it: maps merge, null removes, lists of named items (containers,
 * env, ports, volumes) merge by name, other lists are replaced. Neither argument is changed.
 */
export function mergeObjects<T>(base: T, patch: any): T {
  if (isRecord(base) && isRecord(patch)) {
    const result: Record<string, any> = { ...base };
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) delete result[key];
      else result[key] = mergeObjects(result[key], value);
    }
    return result as T;
  }
  if (isNamedList(base) && isNamedList(patch)) {
    const result: any[] = base.map(item => {
      const change = patch.find(({ name }) => name === item.name);
      return change ? mergeObjects(item, change) : item;
    });
    for (const item of patch) {
      if (!base.some(({ name }) => name === item.name)) result.push(item);
    }
    return result as T;
  }
  return patch;
}
