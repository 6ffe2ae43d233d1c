import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A workload, by the resource that manages it. */
export interface Workload {
  resourceId: string;
  kind: WorkloadKind;
  namespace: string;
  name: string;
}
