import type { PrinterColumn } from '../store/Kind';
import type { KubeObject } from '../store/ObjectStore';
import { builtinColumns, type BuiltinColumn } from './builtinColumns';
import { humanDuration } from './humanDuration';
import { jsonPath } from './jsonPath';
import { partialMetadata } from './partialMetadata';
import type { Target } from './Target';

const NAME_DESCRIPTION =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

function customCell(object: KubeObject, column: PrinterColumn): unknown {
  const value = jsonPath(object, column.jsonPath);
  if (value === undefined || value === null) {
    return null;
  }
  if (column.type === 'date') {
    const time = Date.parse(String(value));
    return Number.isNaN(time) ? '<invalid>' : humanDuration(Date.now() - time);
  }
  if (column.type === 'integer' || column.type === 'number') {
    return typeof value === 'number' ? value : null;
  }
  if (column.type === 'boolean') {
    return typeof value === 'boolean' ? value : null;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function customTable(target: Target): BuiltinColumn[] {
  const columns = target.version.printerColumns?.length
    ? target.version.printerColumns
    : [AGE];
  return columns.map(column => ({
    name: column.name,
    type: column.type,
    format: column.format ?? '',
    description:
      column.description ||
      `Custom resource definition column (in JSONPath format): ${column.jsonPath}`,
    priority: column.priority ?? 0,
    cell: object => customCell(object, column),
  }));
}

export interface Table {
  kind: 'Table';
  apiVersion: string;
  metadata: Record<string, unknown>;
  columnDefinitions: unknown[] | null;
  rows: unknown[];
}

function shown(object: KubeObject, include: string): unknown {
  switch (include) {
    case 'None':
      return null;
    case 'Object':
      return object;
    default:
      return partialMetadata(object);
  }
}

/** The form in which `kubectl get` wants objects: columns that the server knows how to fill. */
export function table(
  objects: KubeObject[],
  target: Target,
  options: { metadata: Record<string, unknown>; query: URLSearchParams },
): Table {
  const columns = target.kind.custom
    ? customTable(target)
    : builtinColumns(target.kind.kind);
  const include = options.query.get('includeObject') || 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: [
      {
        name: 'Name',
        type: 'string',
        format: 'name',
        description: NAME_DESCRIPTION,
        priority: 0,
      },
      ...columns.map(({ cell: _cell, ...column }) => column),
    ],
    rows: objects.map(object => ({
      cells: [
        object.metadata.name,
        ...columns.map(column => column.cell(object)),
      ],
      object: shown(object, include),
    })),
  };
}
