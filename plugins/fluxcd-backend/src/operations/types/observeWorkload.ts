import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { WorkloadReference, Workloads } from '../../workloads/Workloads';
import type { WorkloadObject } from '../../workloads/WorkloadObject';
import type { ObjectResult } from '../ObjectResult';
import { toFailure } from '../toFailure';
import type { OperationRequest, TargetWork } from './OperationType';

/** A cluster that does not answer for this long is given up. Milliseconds. */
const SILENCE_MS = 60_000;

/**
 * Looks at a workload again and again until `judge` knows how it ended, the time is up, or the cluster falls silent.
 * `judge` answers a text for what is awaited still.
 */
export async function observeWorkload(options: {
  workloads: Workloads;
  reference: WorkloadReference;
  work: Pick<TargetWork<OperationRequest>, 'tools' | 'pause'>;
  /** How long to look, in milliseconds. */
  forMs: number;
  onProgress: (message: string) => Promise<void>;
  judge: (
    object: (WorkloadObject & { raw: object }) | undefined,
  ) => ObjectResult | string;
}): Promise<ObjectResult> {
  const { workloads, reference, work, onProgress, judge } = options;
  const { signal } = work.tools;
  const deadline = Date.now() + options.forMs;
  let lastAnswer = Date.now();
  let message = '';
  for (;;) {
    try {
      const seen = judge(await workloads.get(reference));
      lastAnswer = Date.now();
      if (typeof seen !== 'string') return seen;
      if (seen !== message) {
        message = seen;
        await onProgress(message);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof KubernetesError)) throw error;
      if (Date.now() - lastAnswer > SILENCE_MS) return toFailure(error);
    }
    if (Date.now() > deadline) {
      return {
        outcome: 'timed-out',
        message: `It was asked for and has not come about in time. Last seen: ${message}`,
      };
    }
    await work.pause();
  }
}
