import { ConflictError } from '@backstage/errors';
import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { WORKLOAD_APIS } from '../../workloads/WORKLOAD_APIS';
import { findWorkload, type FoundWorkload } from './findWorkload';
import type { OperationTools, PlannedTarget } from './OperationType';

/**
 * One workload or pod as the target. It carries the id of the resource that manages it, by which the act is found in
 * the record. A silent cluster refuses: nothing is done that could not be checked.
 * @throws NotFoundError, ConflictError, KubernetesError
 */
export async function planWorkload(
  reference: {
    resourceId: string;
    kind: WorkloadKind;
    namespace: string;
    name: string;
  },
  options: {
    tools: OperationTools;
    /** Why it cannot be done now. */
    refusal: (found: FoundWorkload) => Promise<string | undefined>;
  },
): Promise<PlannedTarget[]> {
  const { resourceId, kind, namespace, name } = reference;
  const found = await findWorkload(reference, options.tools);
  const why = await options.refusal(found);
  if (why) throw new ConflictError(why);
  const { clusterId, clusterName } = found.inventory.resource;
  return [
    {
      group: WORKLOAD_APIS[kind].group,
      target: {
        resourceId,
        clusterId,
        clusterName,
        kind,
        namespace,
        name,
        state: 'pending',
        steps: [],
      },
    },
  ];
}
