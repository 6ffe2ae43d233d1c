/** Writes the defaults of an OpenAPI schema into a value, as the API server does for custom resources. */
export function schemaDefaults(value: any, schema: any): void {
  if (!schema || typeof value !== 'object' || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    value.forEach(item => schemaDefaults(item, schema.items));
    return;
  }
  for (const [name, property] of Object.entries<any>(schema.properties ?? {})) {
    if (value[name] === undefined && property.default !== undefined) {
      value[name] = structuredClone(property.default);
    }
    schemaDefaults(value[name], property);
  }
  if (typeof schema.additionalProperties === 'object') {
    Object.values(value).forEach(child =>
      schemaDefaults(child, schema.additionalProperties),
    );
  }
}
