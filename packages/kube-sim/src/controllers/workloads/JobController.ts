import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { timestamp } from '../runtime/timestamp';
import { createPod } from './createPod';
import { ownedBy } from './ownedBy';
import { workloadWatch } from './workloadWatch';

/** Runs a Job once: one pod, which succeeds or fails with its image. */
export class JobController implements Controller {
  readonly group = 'batch';
  readonly kind = 'Job';
  readonly manager = 'kube-controller-manager';
  readonly watches = [{ group: '', kind: 'Pod', map: workloadWatch('Job') }];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const job = handle.object;
    const ended = job.status?.conditions?.some((item: any) =>
      ['Complete', 'Failed'].includes(item.type),
    );
    if (job.metadata.deletionTimestamp || ended) return undefined;
    const [pod] = ownedBy(this.#context, job, '', 'Pod');
    if (!pod) {
      createPod(this.#context, { owner: job, manager: this.manager });
      return undefined;
    }
    const at = timestamp(this.#context.clock.now());
    const restarts = pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
    const failed = restarts > 0;
    handle.patchStatus(status => {
      status.startTime ??= at;
      status.ready = 0;
      if (pod.status?.phase === 'Succeeded') {
        Object.assign(status, { succeeded: 1, active: 0, completionTime: at });
      } else if (failed) Object.assign(status, { failed: 1, active: 0 });
      else status.active = 1;
      if (status.active) return;
      status.conditions.push({
        type: failed ? 'Failed' : 'Complete',
        status: 'True',
        ...(failed && {
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
        }),
        lastProbeTime: at,
        lastTransitionTime: at,
      });
    });
    // A crash raises no watch event of the kinds above: look again.
    return handle.object.status?.active ? 2000 : undefined;
  }
}
