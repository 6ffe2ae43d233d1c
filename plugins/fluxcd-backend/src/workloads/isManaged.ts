import type { Inventory } from '../resources/InventoryReader';
import { findApiResource } from '../resources/findApiResource';
import { isServable, managedPath } from '../resources/managedPath';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { type WorkloadObject, workloadObjectSchema } from './WorkloadObject';

/** Pod, ReplicaSet, Deployment, and two operators above them. */
const MAX_STEPS = 5;

interface Step {
  group: string;
  kind: string;
  object: Pick<WorkloadObject, 'metadata'>;
}

const metadataSchema = workloadObjectSchema.pick({ metadata: true });

/** The controller of an object, when it is there and is the very one that the object names. */
async function findController(
  inventory: Inventory,
  { metadata }: Step['object'],
  signal: AbortSignal | undefined,
): Promise<Step | undefined> {
  const owner = metadata.ownerReferences.find(o => o.controller === true);
  if (!owner) return undefined;
  const slash = owner.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : owner.apiVersion.slice(0, slash);
  const version = owner.apiVersion.slice(slash + 1);
  const { kind, name, uid } = owner;
  if (!isServable({ group, version })) return undefined;
  const { client } = inventory;
  const resource = await findApiResource(client, { group, version, kind });
  const path =
    resource &&
    managedPath(
      { group, version, kind, namespace: metadata.namespace, name },
      resource,
    );
  if (!path) return undefined;
  try {
    const raw = await client.request({ path, timeoutMs: 5_000, signal });
    const object = metadataSchema.safeParse(raw).data;
    return object?.metadata.uid === uid ? { group, kind, object } : undefined;
  } catch (error) {
    const gone = error instanceof KubernetesError && error.status === 404;
    if (gone) return undefined;
    throw error;
  }
}

/**
 * Whether an object is in the inventory, or is controlled by something that is. Every step up is confirmed by uid, so
 * that a pod cannot claim an owner which does not exist (any more). Whatever cannot be confirmed is not managed.
 */
export async function isManaged(
  inventory: Inventory,
  start: Step,
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  // What another cluster holds under the same name is not what the resource manages.
  if (inventory.remote) return false;
  let step: Step | undefined = start;
  for (let i = 0; step && i < MAX_STEPS; i++) {
    const { group, kind, object } = step;
    const { namespace, name } = object.metadata;
    const listed = inventory.objects.some(
      o =>
        o.group === group &&
        o.kind === kind &&
        o.namespace === namespace &&
        o.name === name,
    );
    if (listed) return true;
    step = await findController(inventory, object, options.signal);
  }
  return false;
}
