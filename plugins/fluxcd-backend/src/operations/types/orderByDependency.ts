import { readDependsOn } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import pLimit from 'p-limit';
import { resourceId } from '../../database/resourceId';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { REQUEST_TIMEOUT_MS } from '../patchObject';
import type { OperationTools, PlannedTarget } from './OperationType';

/** Objects that are read at once. */
const READS = 8;

/**
 * Positions of targets in groups, so that each comes after what it depends on (`spec.dependsOn`): Flux answers
 * "dependency not ready" to whoever asks while the dependency is still being reconciled. What waits for itself in a
 * circle comes last, in one group; Flux will say so. What cannot be read counts as free of dependencies.
 */
export async function orderByDependency(
  positions: readonly number[],
  options: { planned: readonly PlannedTarget[]; tools: OperationTools },
): Promise<number[][]> {
  const { planned, tools } = options;
  const byId = new Map(
    positions.map(p => [planned[p].target.resourceId, p] as const),
  );
  const limit = pLimit(READS);
  const open = new Map(
    await Promise.all(
      positions.map(position =>
        limit(async () => {
          const ids = await readDependencies(planned[position], tools);
          const needs = ids.flatMap(id => byId.get(id) ?? []);
          return [position, new Set(needs)] as const;
        }),
      ),
    ),
  );
  const groups: number[][] = [];
  while (open.size) {
    const free = [...open]
      .filter(([, needs]) => ![...needs].some(need => open.has(need)))
      .map(([position]) => position);
    const group = free.length ? free : [...open.keys()];
    for (const position of group) open.delete(position);
    groups.push(group);
  }
  return groups;
}

async function readDependencies(
  { target, group }: PlannedTarget,
  tools: OperationTools,
): Promise<string[]> {
  const { clusterId, kind, namespace, name } = target;
  try {
    const object = await tools
      .objects(clusterId)
      .get(
        { group, kind, namespace, name },
        { timeoutMs: REQUEST_TIMEOUT_MS, signal: tools.signal },
      );
    if (!object) return [];
    return readDependsOn(object).map(reference =>
      resourceId({ clusterId, ...reference }),
    );
  } catch (error) {
    tools.signal.throwIfAborted();
    if (error instanceof KubernetesError) return [];
    throw error;
  }
}
