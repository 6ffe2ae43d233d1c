function prune(value: any, schema: any, path: string, unknown: string[]): any {
  if (!schema || typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, i) =>
      prune(item, schema.items, `${path}[${i}]`, unknown),
    );
  }
  const keepsUnknown =
    schema['x-kubernetes-preserve-unknown-fields'] ||
    schema.additionalProperties === true ||
    // An object without any description of its fields keeps none, but a schema of no type says nothing.
    (!schema.properties &&
      !schema.additionalProperties &&
      schema.type !== 'object');
  const out: any = {};
  for (const [name, child] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    const property = schema.properties?.[name];
    if (property) {
      out[name] = prune(child, property, at, unknown);
    } else if (typeof schema.additionalProperties === 'object') {
      out[name] = prune(child, schema.additionalProperties, at, unknown);
    } else if (keepsUnknown) {
      out[name] = child;
    } else {
      unknown.push(at);
    }
  }
  return out;
}

/** Drops the fields that a CRD's schema does not know and names them. */
export function pruneUnknown<T>(
  object: T,
  schema: any,
): { object: T; unknown: string[] } {
  if (!schema) {
    return { object, unknown: [] };
  }
  const unknown: string[] = [];
  const { apiVersion, kind, metadata, ...rest } = object as any;
  const pruned = prune(rest, schema, '', unknown);
  return {
    object: { apiVersion, kind, metadata, ...pruned },
    unknown: unknown.sort(),
  };
}
