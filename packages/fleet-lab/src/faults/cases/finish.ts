import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { CaseRun } from '../CaseRun';

/** Begins an operation and waits for its end. */
export async function finish(
  run: CaseRun,
  body: Parameters<FluxcdApi['createOperation']>[0]['body'],
  withinMs = 60_000,
) {
  const { api } = run.replica;
  let operation = await api.createOperation({ body });
  await run.until(
    'the operation ends',
    async () => {
      operation = await api.getOperation({
        params: { operationId: operation.id },
        query: {},
      });
      return operation.finishedAt;
    },
    withinMs,
  );
  return operation;
}
