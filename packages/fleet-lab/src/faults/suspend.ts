import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { CaseRun } from './CaseRun';
import type { LabCluster } from './LabCluster';

/** Suspends objects as a user does, in one action, and answers what came of it. */
export async function suspend(
  run: CaseRun,
  objects: ReadonlyArray<{ cluster: LabCluster; name: string }>,
  withinMs = 15_000,
): Promise<Operation> {
  const { api } = run.replica;
  const targets = [];
  for (const { cluster, name } of objects) {
    const { items } = await api.listResources({
      query: { cluster: cluster.id, text: name, limit: 500 },
    });
    const found = items.find(item => item.name === name);
    if (!found) throw new Error(`There is no ${name}`);
    targets.push({ resourceId: found.id });
  }
  const { id } = await api.createOperation({
    body: { type: 'suspend', targets },
  });
  let operation: Operation | undefined;
  await run.until(
    'the action ends',
    async () => {
      operation = await api.getOperation({
        params: { operationId: id },
        query: {},
      });
      return operation.finishedAt !== undefined;
    },
    withinMs,
  );
  return operation!;
}
