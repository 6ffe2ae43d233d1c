import type { ManagedObject } from '../schemas';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';

/**
 * `<namespace>_<name>_<group>_<kind>`: the first `_` ends the namespace, the last starts the kind, the
 * one before it starts the group. What is left is the name, in which RBAC names (`system:foo`) have
 * their colons written as `__`.
 */
function parseId(id: string): ManagedObject | undefined {
  const [, namespace, escaped, group, kind] =
    /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
  if (!escaped) return undefined;
  return { group, kind, namespace, name: escaped.replaceAll('__', ':') };
}

/**
 * The objects that a resource applied, from `status.inventory`. Kustomization, HelmRelease (since
 * Flux 2.8), ResourceSet and FluxInstance list ids; an ArtifactGenerator lists its ExternalArtifacts.
 * Entries that cannot be read are left out. Source: flux-semantics §5.1, §5.6.
 * @public
 */
export function parseInventory(object: FluxObject): ManagedObject[] {
  const { namespace, status } = readObject(object);
  if (Array.isArray(status.inventory)) {
    return asList(status.inventory).flatMap(entry => {
      const name = asText(entry.name);
      if (!name) return [];
      return [
        {
          group: 'source.toolkit.fluxcd.io',
          kind: 'ExternalArtifact',
          namespace: asText(entry.namespace) ?? namespace,
          name,
        },
      ];
    });
  }
  return asList(asRecord(status.inventory).entries).flatMap(entry => {
    const parsed = parseId(asText(entry.id) ?? '');
    return parsed ? [{ ...parsed, version: asText(entry.v) }] : [];
  });
}
