import type { ObjectReference } from '../schemas';
import { asRecord } from './asRecord';
import { asText } from './asText';

/**
 * A reference as Flux specs write it (`{apiVersion?, kind?, name, namespace?}`), completed by what its
 * field implies; undefined when it names nothing.
 */
export function toReference(
  value: unknown,
  defaults: { group: string; kind?: string; namespace: string },
): ObjectReference | undefined {
  const ref = asRecord(value);
  const name = asText(ref.name);
  const kind = asText(ref.kind) ?? defaults.kind;
  if (!name || !kind) return undefined;
  const apiVersion = asText(ref.apiVersion);
  const group = apiVersion?.includes('/')
    ? apiVersion.slice(0, apiVersion.indexOf('/'))
    : defaults.group;
  return {
    group,
    kind,
    namespace: asText(ref.namespace) ?? defaults.namespace,
    name,
  };
}
