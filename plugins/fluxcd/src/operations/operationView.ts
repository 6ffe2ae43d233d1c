import type {
  Operation,
  OperationOutcome,
  OperationStep,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

export type OperationTone = 'info' | 'success' | 'warning' | 'danger';

/** Its state is `skipped`, too, when the operation ended before it had its turn. */
export interface OperationStepView extends OperationStep {
  key: string;
  role: 'source' | 'chart' | 'target';
}

/** What the panel shows of the work on one resource. */
export interface OperationView {
  type: Operation['type'];
  running: boolean;
  tone: OperationTone;
  steps: OperationStepView[];
  /** The step that is awaited now. */
  current?: OperationStepView;
  /** As observed; `unknown` when the operation ended without one. Absent while it runs. */
  outcome?: OperationOutcome | 'unknown';
  message?: string;
  /** Of the target, as observed at the end. */
  revision?: string;
}

/** Warning: not done, but nothing that a person must repair right away. */
const TONES: Record<OperationOutcome | 'unknown', OperationTone> = {
  ready: 'success',
  done: 'success',
  undone: 'warning',
  failed: 'danger',
  'source-failed': 'danger',
  refused: 'danger',
  unreachable: 'danger',
  gone: 'danger',
  retrying: 'warning',
  waiting: 'warning',
  suspended: 'warning',
  'timed-out': 'warning',
  interrupted: 'warning',
  unknown: 'warning',
};

/** The part of an operation that concerns one resource; undefined when it does not concern it. */
export function operationView(
  operation: Operation,
  resourceId: string,
): OperationView | undefined {
  const target = operation.targets.find(t => t.resourceId === resourceId);
  if (!target) return undefined;
  const running = [operation.state, target.state].every(
    state => state === 'pending' || state === 'running',
  );
  const isTarget = (step: OperationStep) =>
    step.kind === target.kind &&
    step.namespace === target.namespace &&
    step.name === target.name;
  const steps = target.steps.map((step, index): OperationStepView => {
    const left = !running && step.state === 'pending';
    let role: OperationStepView['role'] = 'source';
    if (isTarget(step)) role = 'target';
    else if (step.kind === 'HelmChart') role = 'chart';
    return {
      ...step,
      key: `${index}/${step.kind}/${step.namespace}/${step.name}`,
      role,
      state: left ? 'skipped' : step.state,
    };
  });
  const { type } = operation;
  if (running)
    return {
      type,
      running,
      tone: 'info',
      steps,
      current: steps.find(s => s.state === 'running'),
    };
  const outcome = target.outcome ?? 'unknown';
  return {
    type,
    running,
    tone: target.state === 'skipped' ? 'info' : TONES[outcome],
    steps,
    outcome,
    // The last word of a step is not said twice.
    message: steps.some(s => s.message === target.message)
      ? undefined
      : target.message,
    revision: steps.find(s => s.role === 'target')?.revision,
  };
}
