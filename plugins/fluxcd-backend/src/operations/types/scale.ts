import type { KubernetesClient } from '../../kubernetes/KubernetesClient';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { FoundWorkload } from './findWorkload';
import { asRecord } from './asRecord';
import { observeRollout } from './observeRollout';
import type { OperationRequest, OperationType } from './OperationType';
import { planWorkload } from './planWorkload';
import { runSingleStep } from './runSingleStep';
import { workWithWorkload } from './workWithWorkload';

type Request = Extract<OperationRequest, { type: 'scale' }>;

/** The autoscaler that sets the replicas of a workload. Failures are KubernetesError. */
async function findAutoscaler(
  client: KubernetesClient,
  target: { kind: string; namespace: string; name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const list = await client.request<{ items?: unknown }>({
    path: `/apis/autoscaling/v2/namespaces/${target.namespace}/horizontalpodautoscalers`,
    timeoutMs: 5_000,
    signal,
  });
  if (!Array.isArray(list?.items)) {
    throw new KubernetesError('The answer is not a list.', {
      reason: 'not-kubernetes',
    });
  }
  const own = list.items.map(asRecord).find(item => {
    const { kind, name, apiVersion } = asRecord(
      asRecord(item.spec).scaleTargetRef,
    );
    return (
      kind === target.kind &&
      name === target.name &&
      String(apiVersion).startsWith('apps/')
    );
  });
  return own && String(asRecord(own.metadata).name);
}

function refusalOf(request: Request, signal: AbortSignal) {
  const [target] = request.targets;
  return async ({
    object,
    inventory,
  }: FoundWorkload): Promise<string | undefined> => {
    if (object.metadata.deletionTimestamp) return 'It is being deleted.';
    let autoscaler: string | undefined;
    try {
      autoscaler = await findAutoscaler(inventory.client, target, signal);
    } catch (error) {
      const known = error instanceof KubernetesError;
      if (!known || error.reason !== 'forbidden') throw error;
      return 'The credential may not list autoscalers, so nobody knows whether one sets its replicas.';
    }
    return (
      autoscaler &&
      `The HorizontalPodAutoscaler ${autoscaler} sets its replicas: change that instead.`
    );
  };
}

/** Sets the number of pods of a workload and waits until there are as many. */
export const scaleOperation: OperationType<Request> = {
  plan: (request, tools) =>
    planWorkload(request.targets[0], {
      tools,
      refusal: refusalOf(request, tools.signal),
    }),
  run: work =>
    runSingleStep(work, onProgress =>
      workWithWorkload(work, {
        refusal: refusalOf(work.request, work.tools.signal),
        act: async found => {
          const { replicas, targets } = work.request;
          const [{ kind, namespace, name }] = targets;
          const reference = { kind, namespace, name };
          const { uid } = found.object.metadata;
          // The whole object, not its scale subresource: that one takes no uid to tell it from its successor.
          const patch = { spec: { replicas } };
          await found.workloads.patch(reference, { uid, patch });
          return observeRollout({
            found,
            reference,
            work,
            onProgress,
            check: spec =>
              spec.replicas === replicas
                ? undefined
                : `Something else has set its replicas to ${spec.replicas}: Flux does where they are in the manifest.`,
            done: `It has ${replicas} of ${replicas} pods, all available.`,
          });
        },
      }),
    ),
};
