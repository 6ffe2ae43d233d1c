import type { StatusCause } from '../store/ApiError';

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}

function typeFits(value: unknown, schema: any): boolean {
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || Number.isInteger(value);
  }
  if (!schema.type) {
    return true;
  }
  const actual = typeName(value);
  return (
    actual === schema.type || (schema.type === 'number' && actual === 'integer')
  );
}

function quote(value: unknown): string {
  return typeof value === 'object'
    ? JSON.stringify(value)
    : JSON.stringify(value);
}

type Report = (reason: string, message: string, field: string) => void;

function checkString(
  value: string,
  schema: any,
  path: string,
  report: Report,
): void {
  const length = [...value].length;
  const invalid = (why: string) =>
    report(
      'FieldValueInvalid',
      `Invalid value: ${quote(value)}: ${path} in body ${why}`,
      path,
    );
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    report(
      'FieldValueTooLong',
      `Too long: may not be more than ${schema.maxLength} bytes`,
      path,
    );
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    invalid(`should be at least ${schema.minLength} chars long`);
  }
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) {
    invalid(`should match '${schema.pattern}'`);
  }
  if (schema.format === 'date-time' && Number.isNaN(Date.parse(value))) {
    invalid(`must be of type date-time: ${quote(value)}`);
  }
}

function checkNumber(
  value: number,
  schema: any,
  path: string,
  report: Report,
): void {
  const invalid = (why: string) =>
    report(
      'FieldValueInvalid',
      `Invalid value: ${value}: ${path} in body should be ${why}`,
      path,
    );
  if (schema.minimum !== undefined && value < schema.minimum) {
    invalid(`greater than or equal to ${schema.minimum}`);
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    invalid(`less than or equal to ${schema.maximum}`);
  }
}

function visit(value: any, schema: any, path: string, report: Report): void {
  if (!schema) {
    return;
  }
  if (value === null && schema.nullable) {
    return;
  }
  if (!typeFits(value, schema)) {
    const actual = typeName(value);
    report(
      'FieldValueTypeInvalid',
      `Invalid value: "${actual}": ${path} in body must be of type ${schema.type}: "${actual}"`,
      path,
    );
    return;
  }
  if (schema.enum && !schema.enum.includes(value)) {
    report(
      'FieldValueNotSupported',
      `Unsupported value: ${quote(value)}: supported values: ${schema.enum
        .map(quote)
        .join(', ')}`,
      path,
    );
  }
  if (typeof value === 'string') {
    checkString(value, schema, path, report);
  } else if (typeof value === 'number') {
    checkNumber(value, schema, path, report);
  } else if (Array.isArray(value)) {
    if (schema.maxItems !== undefined && value.length > schema.maxItems) {
      report(
        'FieldValueTooMany',
        `Too many: ${value.length}: must have at most ${schema.maxItems} items`,
        path,
      );
    }
    if (schema.minItems !== undefined && value.length < schema.minItems) {
      report(
        'FieldValueInvalid',
        `Invalid value: ${value.length}: ${path} in body should have at least ${schema.minItems} items`,
        path,
      );
    }
    value.forEach((item, i) =>
      visit(item, schema.items, `${path}[${i}]`, report),
    );
  } else if (typeof value === 'object' && value !== null) {
    const below = (name: string) => (path ? `${path}.${name}` : name);
    for (const name of schema.required ?? []) {
      if (value[name] === undefined) {
        report('FieldValueRequired', 'Required value', below(name));
      }
    }
    for (const [name, child] of Object.entries(value)) {
      const property = schema.properties?.[name];
      if (property) {
        visit(child, property, below(name), report);
      } else if (typeof schema.additionalProperties === 'object') {
        visit(child, schema.additionalProperties, below(name), report);
      }
    }
  }
}

const BLOCKING = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const withRules = new WeakMap<object, boolean>();

/** Says that CEL rules were left out, which the API server adds when a schema has such rules. */
export function skippedRules(
  schema: any,
  causes: StatusCause[],
): StatusCause[] {
  if (!schema || !causes.some(cause => BLOCKING.has(cause.reason))) {
    return [];
  }
  let has = withRules.get(schema);
  if (has === undefined) {
    has = JSON.stringify(schema).includes('"x-kubernetes-validations"');
    withRules.set(schema, has);
  }
  return has
    ? [
        {
          reason: 'FieldValueInvalid',
          message:
            'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
          field: '<nil>',
        },
      ]
    : [];
}

/** Checks a custom resource against the schema of its CRD; CEL rules are not evaluated. */
export function validateSchema(object: any, schema: any): StatusCause[] {
  const causes: StatusCause[] = [];
  if (schema) {
    const { metadata: _metadata, ...rest } = object;
    visit(
      rest,
      { ...schema, required: schema.required ?? [] },
      '',
      (reason, message, field) => causes.push({ reason, message, field }),
    );
  }
  return causes;
}
