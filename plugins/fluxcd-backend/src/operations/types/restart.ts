import { asRecord } from './asRecord';
import type { FoundWorkload } from './findWorkload';
import { observeRollout } from './observeRollout';
import type { OperationRequest, OperationType } from './OperationType';
import { planWorkload } from './planWorkload';
import { runSingleStep } from './runSingleStep';
import { workWithWorkload } from './workWithWorkload';

type Request = Extract<OperationRequest, { type: 'restart' }>;

/** The annotation by which kubectl restarts. As of a field manager of ours, Flux leaves it (flux-semantics §5.13). */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

async function refusal({ object }: FoundWorkload): Promise<string | undefined> {
  const { metadata, spec } = object;
  if (metadata.deletionTimestamp) return 'It is being deleted.';
  if (spec.paused) return 'Its rollout is paused: nothing would restart.';
  if (spec.updateStrategy.type === 'OnDelete') {
    return 'Its pods are replaced only when they are deleted (update strategy OnDelete).';
  }
  return undefined;
}

/** Replaces the pods of a workload by a rollout, and follows that to its end. */
export const restartOperation: OperationType<Request> = {
  plan: ({ targets: [target] }, tools) =>
    planWorkload(target, { tools, refusal }),
  run: work =>
    runSingleStep(work, onProgress =>
      workWithWorkload(work, {
        refusal,
        act: async found => {
          const [{ kind, namespace, name }] = work.request.targets;
          const reference = { kind, namespace, name };
          const at = new Date().toISOString();
          await found.workloads.patch(reference, {
            uid: found.object.metadata.uid,
            patch: {
              spec: {
                template: { metadata: { annotations: { [RESTARTED_AT]: at } } },
              },
            },
          });
          return observeRollout({
            found,
            reference,
            work,
            onProgress,
            check: spec => {
              const { metadata } = asRecord(spec.template);
              const now = asRecord(asRecord(metadata).annotations)[
                RESTARTED_AT
              ];
              return now === at
                ? undefined
                : 'Something else changed the workload while it restarted.';
            },
            done: 'All its pods are new and available.',
          });
        },
      }),
    ),
};
