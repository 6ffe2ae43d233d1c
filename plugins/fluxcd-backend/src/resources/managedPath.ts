import type { ManagedObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ApiResource } from './findApiResource';

const VERSION = /^v[0-9]+((alpha|beta)[0-9]+)?$/;
const GROUP = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names of RBAC objects hold more than others; what could leave the path segment is in none. */
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9._:]{0,251}[A-Za-z0-9])?$/;

/** Whether group and version may stand in a path. Both come from an inventory, that is from a cluster. */
export function isServable(object: {
  group: string;
  version?: string;
}): object is { group: string; version: string } {
  const { group, version } = object;
  return (
    version !== undefined &&
    VERSION.test(version) &&
    GROUP.test(group) &&
    !group.includes('..')
  );
}

/**
 * The path of a managed object, or of its collection without `name`; undefined when a part of it breaks the grammar of
 * its kind: encoding does not help against `..`, and an empty name would mean the whole collection.
 */
export function managedPath(
  object: Omit<ManagedObject, 'name'> & { name?: string },
  { plural, namespaced }: ApiResource,
): string | undefined {
  const { group, version, namespace, name } = object;
  if (!isServable({ group, version })) return undefined;
  if (namespaced !== NAMESPACE.test(namespace)) return undefined;
  if (name !== undefined && (!NAME.test(name) || name.includes('..'))) {
    return undefined;
  }
  const base = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return [
    base,
    ...(namespaced ? ['namespaces', namespace] : []),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
  ].join('/');
}
