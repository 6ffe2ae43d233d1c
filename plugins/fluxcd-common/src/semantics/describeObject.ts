import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';

/** Kind, namespace and name, as the subject of a sentence. */
export function describeObject(object: FluxObject): string {
  const { kind, name, namespace } = readObject(object);
  return `${kind || 'Object'} ${namespace ? `${namespace}/` : ''}${name}`;
}
