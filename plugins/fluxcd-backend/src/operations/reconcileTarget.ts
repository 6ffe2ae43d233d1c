import {
  type FluxObject,
  isSuspended,
  type ObjectReference,
  type OperationStep,
  type OperationTarget,
  reconcileChain,
  type ReconcileChainStep,
  reconcileRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClusterObjects } from '../resources/ClusterObjects';
import { withResourceId } from '../resources/withResourceId';
import type { ObjectResult } from './ObjectResult';
import { reconcileObject } from './reconcileObject';
import { toFailure } from './toFailure';

const READ_TIMEOUT_MS = 10_000;
/** Longest chain in Flux: ArtifactGenerator sources, generator, ExternalArtifact. Also guards against cycles. */
const MAX_DEPTH = 4;

const GONE = { outcome: 'gone', message: 'It does not exist.' } as const;

interface Options {
  target: OperationTarget;
  group: string;
  withSource: boolean;
  objects: Pick<ClusterObjects, 'get' | 'patch'>;
  signal: AbortSignal;
  /** Called with the whole target on every change. */
  onChange: (target: OperationTarget) => Promise<void>;
  /** Waits until it is time to look again. */
  pause: () => Promise<void>;
}

/** The chain before an object, with every step that leads further expanded, and each object once. */
async function planChain(
  object: FluxObject,
  options: Options,
  depth = 0,
): Promise<ReconcileChainStep[]> {
  const { objects, signal } = options;
  const plan: ReconcileChainStep[] = [];
  for (const step of reconcileChain(object)) {
    if (step.expand && depth < MAX_DEPTH) {
      const inner = await objects.get(step.reference, {
        timeoutMs: READ_TIMEOUT_MS,
        signal,
      });
      if (inner) plan.push(...(await planChain(inner, options, depth + 1)));
    }
    plan.push(step);
  }
  const key = ({ reference: r }: ReconcileChainStep) =>
    [r.group, r.kind, r.namespace, r.name].join('/');
  return [...new Map(plan.map(step => [key(step), step])).values()];
}

function toStep(reference: ObjectReference): OperationStep {
  const { kind, namespace, name, resourceId } = reference;
  return { kind, namespace, name, resourceId, state: 'pending' };
}

/**
 * Reconciles a target, its sources first where that is wanted: each is asked and awaited, and when one does not
 * become ready the target is left alone. Returns the target with its observed outcome.
 */
export async function reconcileTarget(
  options: Options,
): Promise<OperationTarget> {
  const { group, withSource, objects, signal, onChange, pause } = options;
  let target: OperationTarget = { ...options.target, state: 'running' };
  const { clusterId, kind, namespace, name } = target;
  const self: ObjectReference = { group, kind, namespace, name };

  const change = async (changes: Partial<OperationTarget>) => {
    target = { ...target, ...changes };
    await onChange(target);
  };
  const changeStep = (index: number, changes: Partial<OperationStep>) =>
    change({
      steps: target.steps.map((step, i) =>
        i === index ? { ...step, ...changes } : step,
      ),
    });
  const finish = async (
    result: Pick<OperationTarget, 'outcome' | 'message'>,
  ) => {
    await change({
      ...result,
      state: result.outcome === 'ready' ? 'succeeded' : 'failed',
    });
    return target;
  };

  let chain: ReconcileChainStep[] = [];
  try {
    const object = await objects.get(self, {
      timeoutMs: READ_TIMEOUT_MS,
      signal,
    });
    // A target that cannot be asked spares its sources.
    const refusal = object && reconcileRefusal(object);
    if (!object) return await finish(GONE);
    if (refusal) {
      const outcome = isSuspended(object) ? 'suspended' : 'refused';
      return await finish({ outcome, message: refusal });
    }
    if (withSource) chain = await planChain(object, options);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof KubernetesError)) throw error;
    return finish(toFailure(error));
  }
  const references = [...chain.map(step => step.reference), self].map(r =>
    withResourceId(clusterId, r),
  );
  await change({ steps: references.map(toStep) });

  const run = async (index: number): Promise<ObjectResult> => {
    const skip = chain[index]?.skip;
    await changeStep(index, {
      state: 'running',
      startedAt: new Date().toISOString(),
    });
    const result: ObjectResult = skip
      ? { outcome: 'refused', skipped: true, message: skip }
      : await reconcileObject({
          objects,
          reference: references[index],
          signal,
          pause,
          onProgress: message => changeStep(index, { message }),
        });
    const { outcome, skipped, message, revision } = result;
    await changeStep(index, {
      state: skipped || outcome === 'ready' ? 'succeeded' : 'failed',
      outcome: skipped ? undefined : outcome,
      message,
      revision,
      finishedAt: new Date().toISOString(),
    });
    return result;
  };

  const own = references.length - 1;
  for (let index = 0; index < own; index++) {
    const { outcome, skipped, message } = await run(index);
    if (outcome !== 'ready' && !skipped) {
      const { kind: k, namespace: ns, name: n } = references[index];
      const why = `${k} ${ns}/${n} did not become ready: ${message}`;
      await changeStep(own, {
        state: 'failed',
        outcome: 'source-failed',
        message: 'Left alone, because its source did not become ready.',
      });
      return finish({
        outcome: outcome === 'unreachable' ? outcome : 'source-failed',
        message: why,
      });
    }
  }
  const { outcome, message } = await run(own);
  return finish({ outcome, message });
}
