import type {
  Operation,
  OperationOutcome,
  OperationStep,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * Lets a cluster source show a long look-out for clusters as an operation, with its progress and its activity.
 * @public
 */
export interface SourceOperations {
  /**
   * Begins an operation of type `source-sync` and answers at once; `work` goes on behind it. One at a time per `key`.
   * Fails with ConflictError while another one of the same `key` is under way, in whichever replica.
   */
  begin(options: {
    /** Entity ref of the user. */
    actor: string;
    /** What is synchronized: an id of the source's own, at most 128 characters. */
    key: string;
    /** Its name for people. */
    name: string;
    work: (progress: {
      /** Shows the steps so far, one per cluster; call it as often as you like. */
      report(steps: readonly OperationStep[]): void;
      /** Aborted when the portal stops, or the operation was ended by another replica. */
      signal: AbortSignal;
    }) => Promise<SourceSyncResult>;
  }): Promise<Operation>;
}

/**
 * What came of it; `message` is one sentence for people. A rejection of `work` counts as failed, and its text is shown
 * to nobody.
 * @public
 */
export interface SourceSyncResult {
  state: 'succeeded' | 'failed';
  outcome: OperationOutcome;
  message: string;
  steps: readonly OperationStep[];
}
