import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FluxObject } from '../FluxObject';
import { FLUX_KINDS } from '../kinds';
import { readFacts } from '../readFacts';

const CRDS = path.resolve(__dirname, '../../../../../packages/kube-sim/crds');

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema;
}

/** A value with every field that the schema knows. */
function fill(schema: Schema): unknown {
  switch (schema.type) {
    case 'object':
      return schema.properties
        ? Object.fromEntries(
            Object.entries(schema.properties).map(([k, v]) => [k, fill(v)]),
          )
        : { key: fill(schema.additionalProperties ?? { type: 'string' }) };
    case 'array':
      return [fill(schema.items ?? {})];
    case 'integer':
      return 7;
    case 'boolean':
      return true;
    default:
      return '2026-11-20T08:00:00Z';
  }
}

/** Notes which fields are read, and whether they are there. */
function watched<T>(value: T, at: string, reads: Map<string, boolean>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value as object, {
    get(target, key) {
      const here = Array.isArray(target) ? `${at}[]` : `${at}.${String(key)}`;
      if (typeof key === 'string' && !Array.isArray(target)) {
        reads.set(here, key in target);
      }
      return watched(Reflect.get(target, key), here, reads);
    },
  }) as T;
}

/** flux-operator keeps its schemas open in this repository: nothing can be looked up there. */
const described = FLUX_KINDS.filter(k => k.category !== 'operator');

function readsOf(kind: string): Map<string, boolean> {
  const crd = JSON.parse(readFileSync(path.join(CRDS, `${kind}.json`), 'utf8'));
  const reads = new Map<string, boolean>();
  const object = {
    status: {},
    ...(fill(crd.openAPIV3Schema) as object),
    apiVersion: `${crd.group}/${crd.version}`,
    kind,
  };
  readFacts(watched(object, '', reads) as unknown as FluxObject);
  // References have optional parts, and metadata is not of the definition.
  const isLookedUp = (field: string) =>
    /^\.(spec|status)\./.test(field) &&
    !/\.(kind|apiVersion|namespace|matchLabels)$/.test(field);
  return new Map([...reads].filter(([field]) => isLookedUp(field)));
}

describe('the facts of a kind', () => {
  it('are read from fields that the definitions have: of each kind, or of another that shares the reader', () => {
    const all = described.map(({ kind }) => ({ kind, reads: readsOf(kind) }));
    const existing = new Set(
      all.flatMap(({ reads }) =>
        [...reads].flatMap(([field, exists]) => (exists ? [field] : [])),
      ),
    );
    const unknown = all.flatMap(({ kind, reads }) =>
      [...reads.keys()]
        .filter(field => !existing.has(field))
        .map(field => `${kind} ${field}`),
    );
    expect(existing.size).toBeGreaterThan(100);
    expect(unknown).toEqual([]);
  });
});
