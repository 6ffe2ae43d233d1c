import type {
  AzureProblem,
  OperationStep,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from '../clusters/AksRow';

type Named = Pick<AksRow, 'armId' | 'resourceGroup' | 'name'>;
type Result = Pick<OperationStep, 'state' | 'outcome' | 'message'>;

const MAX_PROBLEMS = 50;

/** What a sync has done so far: one step per cluster, and what went wrong, each thing once. */
export class SyncReport {
  readonly #onChange: (steps: readonly OperationStep[]) => void;
  readonly #steps = new Map<string, OperationStep>();
  readonly #problems = new Map<string, AzureProblem>();

  constructor(options: {
    onChange: (steps: readonly OperationStep[]) => void;
  }) {
    this.#onChange = options.onChange;
  }

  get steps(): OperationStep[] {
    return [...this.#steps.values()];
  }

  get problems(): AzureProblem[] {
    return [...this.#problems.values()].slice(0, MAX_PROBLEMS);
  }

  begin(rows: readonly Named[]): void {
    rows.forEach(row => this.#add(row));
    this.#onChange(this.steps);
  }

  add(row: Named): void {
    this.begin([row]);
  }

  run(armId: string): void {
    this.#change(armId, {
      state: 'running',
      startedAt: new Date().toISOString(),
    });
  }

  end(armId: string, result: Result): void {
    this.#change(armId, { ...result, finishedAt: new Date().toISOString() });
  }

  addProblem(problem: AzureProblem): void {
    const { code, message, subscriptionId } = problem;
    this.#problems.set(
      JSON.stringify([code, message, subscriptionId]),
      problem,
    );
  }

  #add({ armId, resourceGroup, name }: Named): void {
    this.#steps.set(armId, {
      kind: 'ManagedCluster',
      namespace: resourceGroup,
      name,
      state: 'pending',
    });
  }

  #change(armId: string, change: Partial<OperationStep>): void {
    const step = this.#steps.get(armId);
    if (!step) return;
    this.#steps.set(armId, { ...step, ...change });
    this.#onChange(this.steps);
  }
}
