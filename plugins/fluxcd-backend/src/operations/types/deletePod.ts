import type { FoundWorkload } from './findWorkload';
import { observeWorkload } from './observeWorkload';
import type { OperationRequest, OperationType } from './OperationType';
import { planWorkload } from './planWorkload';
import { runSingleStep } from './runSingleStep';
import { workWithWorkload } from './workWithWorkload';

type Request = Extract<OperationRequest, { type: 'delete-pod' }>;

/** Pods may take their time to end; those that are on a lost node never do. Milliseconds. */
const WAIT_MS = 180_000;

function refusalOf({ targets: [target] }: Request) {
  return async ({ object }: FoundWorkload): Promise<string | undefined> =>
    object.metadata.uid === target.uid
      ? undefined
      : 'A new pod has taken its place: look again.';
}

/** Deletes one pod, and waits until it is gone. Its controller makes another where it wants one. */
export const deletePodOperation: OperationType<Request> = {
  plan: (request, tools) =>
    planWorkload(
      { ...request.targets[0], kind: 'Pod' },
      { tools, refusal: refusalOf(request) },
    ),
  run: work =>
    runSingleStep(work, onProgress =>
      workWithWorkload(work, {
        refusal: refusalOf(work.request),
        act: async found => {
          const [{ namespace, name, uid }] = work.request.targets;
          const reference = { kind: 'Pod' as const, namespace, name };
          await found.workloads.delete(reference, { uid });
          const isControlled = found.object.metadata.ownerReferences.some(
            owner => owner.controller,
          );
          return observeWorkload({
            workloads: found.workloads,
            reference,
            work,
            forMs: WAIT_MS,
            onProgress,
            judge: object =>
              object?.metadata.uid === uid
                ? 'Waiting for its containers to end.'
                : {
                    outcome: 'done',
                    message: isControlled
                      ? 'The pod is gone; its controller replaces it where it wants another.'
                      : 'The pod is gone. It has no controller: Flux makes it anew when it reconciles.',
                  },
          });
        },
      }),
    ),
};
