import type {
  OperationState,
  OperationStep,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ObjectResult } from '../ObjectResult';
import type { OperationRequest, TargetWork } from './OperationType';

/**
 * Works on a target in one step, which is the target itself: keeps its state, its times and its message, and gives
 * both the outcome of `act`. What `act` is given puts into words what is awaited.
 */
export async function runSingleStep(
  work: Pick<TargetWork<OperationRequest>, 'target' | 'onChange'>,
  act: (
    onProgress: (message: string) => Promise<void>,
  ) => Promise<ObjectResult>,
): Promise<OperationTarget> {
  const { kind, namespace, name, resourceId } = work.target;
  let step: OperationStep = {
    kind,
    namespace,
    name,
    resourceId,
    state: 'running',
    startedAt: new Date().toISOString(),
  };
  const change = async (changes: Partial<OperationTarget>) => {
    const target = { ...work.target, ...changes, steps: [step] };
    await work.onChange(target);
    return target;
  };
  await change({ state: 'running' });
  const result = await act(async message => {
    step = { ...step, message };
    await change({ state: 'running' });
  });
  const { outcome, message, revision } = result;
  const ended = {
    state: result.skipped ? ('skipped' as const) : stateOf(outcome),
    outcome,
    message,
  };
  step = { ...step, ...ended, revision, finishedAt: new Date().toISOString() };
  return change(ended);
}

function stateOf(outcome: ObjectResult['outcome']): OperationState {
  return outcome === 'ready' || outcome === 'done' ? 'succeeded' : 'failed';
}
