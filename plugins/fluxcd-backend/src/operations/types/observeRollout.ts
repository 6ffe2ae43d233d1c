import {
  computeHealth,
  type FluxObject,
  type WorkloadKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { scrub } from '../../security/scrub';
import { WORKLOAD_APIS } from '../../workloads/WORKLOAD_APIS';
import type { WorkloadReference } from '../../workloads/Workloads';
import type { ObjectResult } from '../ObjectResult';
import type { FoundWorkload } from './findWorkload';
import { observeWorkload } from './observeWorkload';
import type { OperationRequest, TargetWork } from './OperationType';

/** What Kubernetes gives a Deployment that names no deadline, in seconds. */
const DEFAULT_DEADLINE_S = 600;
/** Longest that a rollout is followed, in seconds. */
const MAX_DEADLINE_S = 1_800;
/** The cluster says itself that a rollout is late: it is given the time to say so. */
const GRACE_S = 30;

/** Follows a workload until its controller has brought about what `check` finds in the spec. */
export async function observeRollout(options: {
  found: FoundWorkload;
  reference: WorkloadReference;
  work: Pick<TargetWork<OperationRequest>, 'tools' | 'pause'>;
  onProgress: (message: string) => Promise<void>;
  /** Why what was asked for will not come about: somebody else has changed it back. */
  check: (spec: Record<string, unknown>) => string | undefined;
  done: string;
}): Promise<ObjectResult> {
  const { found, reference, work, onProgress, check, done } = options;
  const { uid } = found.object.metadata;
  const deadline =
    found.object.spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_S;
  const { group, version } = WORKLOAD_APIS[reference.kind as WorkloadKind];
  return observeWorkload({
    workloads: found.workloads,
    reference,
    work,
    forMs: (Math.min(deadline, MAX_DEADLINE_S) + GRACE_S) * 1_000,
    onProgress,
    judge: object => {
      if (object?.metadata.uid !== uid) {
        return { outcome: 'gone', message: 'It was deleted or replaced.' };
      }
      const reverted = check(object.spec);
      if (reverted) return { outcome: 'failed', message: reverted };
      const { health, message = 'Waiting for its controller.' } = computeHealth(
        {
          ...object.raw,
          apiVersion: `${group}/${version}`,
          kind: reference.kind,
        } as FluxObject,
      );
      const { generation = 0 } = object.metadata;
      const { observedGeneration = 0 } = object.status;
      if (observedGeneration < generation) {
        return 'Waiting for its controller to see the change.';
      }
      if (health === 'healthy') return { outcome: 'ready', message: done };
      return health === 'degraded'
        ? { outcome: 'failed', message: scrub(message) }
        : scrub(message);
    },
  });
}
