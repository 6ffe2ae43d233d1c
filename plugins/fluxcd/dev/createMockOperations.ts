import { NotFoundError } from '@backstage/errors';
import type {
  FluxcdApi,
  Operation,
  Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { mockResources } from './mockResources';

/** How long an operation runs. Milliseconds. */
const RUNS_MS = 4_000;

/** Operations on a fleet in memory: each is done after a while. */
export function createMockOperations(
  find: (resourceId: string) => Resource,
): Pick<FluxcdApi, 'createOperation' | 'getOperation' | 'syncCluster'> {
  const operations = new Map<string, { operation: Operation; at: number }>();

  function begin(
    rows: Resource[],
    given: Pick<Operation, 'type' | 'withSource'>,
  ): Operation {
    const operation: Operation = {
      ...given,
      id: `op-${operations.size}`,
      state: 'running',
      requestedBy: 'user:default/guest',
      createdAt: new Date().toISOString(),
      targets: rows.map(row => {
        const { id: resourceId, clusterId, clusterName } = row;
        const { kind, namespace, name } = row;
        return {
          resourceId,
          clusterId,
          clusterName,
          kind,
          namespace,
          name,
          state: 'running',
          steps: [{ kind, namespace, name, resourceId, state: 'running' }],
        };
      }),
    };
    operations.set(operation.id, { operation, at: Date.now() });
    return operation;
  }

  return {
    async createOperation({ body }) {
      return begin([find(body.targets[0].resourceId)], {
        type: body.type,
        withSource: body.type === 'reconcile' && Boolean(body.withSource),
      });
    },
    async syncCluster({ params }) {
      const rows = mockResources.filter(r => r.clusterId === params.clusterId);
      return begin(rows, { type: 'sync', withSource: false });
    },
    async getOperation({ params }) {
      const found = operations.get(params.operationId);
      if (!found) throw new NotFoundError('No such operation');
      if (Date.now() - found.at < RUNS_MS) return found.operation;
      const done = { state: 'succeeded', outcome: 'ready' } as const;
      return {
        ...found.operation,
        state: 'succeeded',
        targets: found.operation.targets.map(target => ({
          ...target,
          ...done,
          steps: target.steps.map(step => ({ ...step, ...done })),
        })),
      };
    },
  };
}
