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
  const first = id.indexOf('_');
  const last = id.lastIndexOf('_');
  const second = last > 0 ? id.lastIndexOf('_', last - 1) : -1;
  if (second <= first + 1 || last === id.length - 1) return undefined;
  const escaped = id.slice(first + 1, second);
  return {
    group: id.slice(second + 1, last),
    kind: id.slice(last + 1),
    namespace: id.slice(0, first),
    name: escaped.includes('__') ? escaped.replaceAll('__', ':') : escaped,
  };
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
  const objects: ManagedObject[] = [];
  for (const entry of asList(asRecord(status.inventory).entries)) {
    const managed = parseId(asText(entry.id) ?? '');
    if (!managed) continue;
    managed.version = asText(entry.v);
    objects.push(managed);
  }
  return objects;
}
