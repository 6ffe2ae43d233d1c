import { NotFoundError } from '@backstage/errors';
import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type Inventory,
  InventoryReader,
} from '../../resources/InventoryReader';
import { isManaged } from '../../workloads/isManaged';
import { WORKLOAD_APIS } from '../../workloads/WORKLOAD_APIS';
import type { WorkloadObject } from '../../workloads/WorkloadObject';
import { Workloads } from '../../workloads/Workloads';
import type { OperationTools } from './OperationType';

/** A workload or pod that a resource manages, and what it takes to act on it. */
export interface FoundWorkload {
  inventory: Inventory;
  workloads: Workloads;
  object: WorkloadObject & { raw: object };
}

/**
 * Reads a workload or pod live and confirms that the resource manages it: a resource that somebody may act on must not
 * open the rest of the cluster.
 * @throws NotFoundError, KubernetesError
 */
export async function findWorkload(
  target: {
    resourceId: string;
    kind: WorkloadKind;
    namespace: string;
    name: string;
  },
  tools: Pick<OperationTools, 'resources' | 'connector' | 'signal'>,
): Promise<FoundWorkload> {
  const { resources: store, connector, signal } = tools;
  const { kind } = target;
  const inventories = new InventoryReader({ store, connector });
  const inventory = await inventories.read(target.resourceId, { signal });
  const workloads = new Workloads({ client: inventory.client, signal });
  const object = await workloads.get(target);
  const { group } = WORKLOAD_APIS[kind];
  if (
    !object ||
    !(await isManaged(inventory, { group, kind, object }, { signal }))
  ) {
    throw new NotFoundError('The resource manages no such object');
  }
  return { inventory, workloads, object };
}
