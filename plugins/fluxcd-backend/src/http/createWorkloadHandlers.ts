import type { ResourceTreeReader } from '../resources/ResourceTreeReader';
import type { WorkloadService } from '../workloads/WorkloadService';
import type { Handlers } from './Handlers';
import { StreamSlots } from './StreamSlots';

export type WorkloadHandlers = Pick<
  Handlers,
  'getResourceTree' | 'listWorkloadPods' | 'getPodLogs'
>;

/** The routes about what resources manage. */
export function createWorkloadHandlers(services: {
  trees: ResourceTreeReader;
  workloads: WorkloadService;
}): WorkloadHandlers {
  const { trees, workloads } = services;
  const slots = new StreamSlots();
  return {
    async getResourceTree({ params }, { signal }) {
      return trees.read(params.resourceId, { signal });
    },
    async listWorkloadPods({ params, query }, { signal }) {
      const { resourceId } = params;
      return workloads.pods(resourceId, query, { signal });
    },
    async getPodLogs({ params, query }, { actor, signal }) {
      slots.take(actor, signal);
      return workloads.logs(params.resourceId, query, { actor, signal });
    },
  };
}
