import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  type FluxObject,
  isStatic,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { OperationTools, PlannedTarget } from './OperationType';

/** How long a request waits for the cluster to say whether its only target can be asked. */
const CHECK_TIMEOUT_MS = 3_000;

/** A resource of the fleet as a target. */
export function toPlannedTarget(resource: Resource): PlannedTarget {
  return {
    group: resource.group,
    target: {
      resourceId: resource.id,
      clusterId: resource.clusterId,
      clusterName: resource.clusterName,
      kind: resource.kind,
      namespace: resource.namespace,
      name: resource.name,
      state: 'pending',
      steps: [],
    },
  };
}

/**
 * The named resources as targets, each once. A single one is looked at, so that what cannot work is refused at the
 * door; when the cluster is silent, the operation will tell.
 *
 * `kindRefusal`: why objects of its kind can never be asked. `refusal`: why this object cannot be asked now.
 * @throws NotFoundError, ConflictError or InputError
 */
export async function planResources(
  targets: ReadonlyArray<{ resourceId: string }>,
  options: {
    tools: OperationTools;
    kindRefusal?: (kind: { group: string; kind: string }) => string | undefined;
    refusal: (object: FluxObject) => string | undefined;
  },
): Promise<PlannedTarget[]> {
  const { tools, kindRefusal, refusal } = options;
  const ids = [...new Set(targets.map(t => t.resourceId))];
  const found = new Map(
    (await tools.resources.getAll(ids)).map(r => [r.id, r]),
  );
  const resources = ids.map((id, index) => {
    const resource = found.get(id);
    if (!resource) {
      throw new NotFoundError(
        `targets.${index}.resourceId: there is no such resource`,
      );
    }
    return resource;
  });
  if (resources.length === 1) {
    const [resource] = resources;
    const never = kindRefusal?.(resource);
    if (never) throw new InputError(never);
    const object = await look(resource, tools);
    const why = object && refusal(object);
    if (why) {
      // Suspended or being deleted: a state, which may change. Static: what it is.
      throw isStatic(object) ? new InputError(why) : new ConflictError(why);
    }
  }
  return resources.map(toPlannedTarget);
}

async function look(
  resource: Resource,
  tools: OperationTools,
): Promise<FluxObject | undefined> {
  try {
    return await tools.objects(resource.clusterId).get(resource, {
      timeoutMs: CHECK_TIMEOUT_MS,
      signal: tools.signal,
    });
  } catch (error) {
    if (error instanceof KubernetesError) return undefined;
    throw error;
  }
}
