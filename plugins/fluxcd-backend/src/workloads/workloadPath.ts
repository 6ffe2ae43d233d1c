import { InputError } from '@backstage/errors';
import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { managedPath } from '../resources/managedPath';
import { WORKLOAD_APIS } from './WORKLOAD_APIS';

/**
 * The API path of a workload or pod, or without `name` of all of its kind in the namespace.
 * @throws InputError when a part of it breaks the grammar of names
 */
export function workloadPath(reference: {
  kind: WorkloadKind;
  namespace: string;
  name?: string;
}): string {
  const { kind } = reference;
  const { group, version, plural } = WORKLOAD_APIS[kind];
  const path = managedPath(
    { ...reference, group, version },
    { plural, namespaced: true },
  );
  if (!path) throw new InputError('name: is not valid');
  return path;
}
