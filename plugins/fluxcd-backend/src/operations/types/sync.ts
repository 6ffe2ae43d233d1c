import { ConflictError } from '@backstage/errors';
import {
  findFluxKind,
  isStatic,
  isSuspended,
  type FluxObject,
  type OperationTarget,
  readSource,
  reconcileRefusal,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { resourceId } from '../../database/resourceId';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { ObjectResult } from '../ObjectResult';
import { REQUEST_TIMEOUT_MS } from '../patchObject';
import { reconcileObject } from '../reconcileObject';
import { orderByDependency } from './orderByDependency';
import type {
  OperationRequest,
  OperationType,
  PlannedTarget,
  TargetWork,
} from './OperationType';
import { toPlannedTarget } from './planResources';
import { runSingleStep } from './runSingleStep';

type Request = Extract<OperationRequest, { type: 'sync' }>;

/** Sources that take from other sources come after them. */
const DERIVED_SOURCES = ['HelmChart', 'ArtifactGenerator'];

function isSource({ group, kind }: { group: string; kind: string }): boolean {
  return (
    kind === 'ImageRepository' ||
    findFluxKind(group, kind)?.category === 'source'
  );
}

/** Sources, and what takes from one. */
function belongs(resource: Resource): boolean {
  const { group, kind, source } = resource;
  if (!findFluxKind(group, kind)?.reconcilable) return false;
  return isSource(resource) || source !== undefined;
}

/**
 * Reconciles the sources of a cluster, and after them what takes from them, in the order of `dependsOn`. What takes
 * from a source that failed is left alone; what is suspended is left alone too, and does not make it fail.
 */
export const syncOperation: OperationType<Request> = {
  async plan({ clusterId }, { resources }) {
    const all = (await resources.listOfCluster(clusterId)).filter(belongs);
    if (!all.length) {
      throw new ConflictError(
        'There is nothing to reconcile in this cluster, as far as is known',
      );
    }
    const level = (r: Resource) => {
      if (!isSource(r)) return 2;
      return DERIVED_SOURCES.includes(r.kind) ? 1 : 0;
    };
    return all
      .sort((a, b) => level(a) - level(b) || compareText(a.name, b.name))
      .map(toPlannedTarget);
  },

  async order(planned, tools) {
    const positions = [...planned.keys()];
    const kindAt = (position: number) => ({
      group: planned[position].group,
      kind: planned[position].target.kind,
    });
    const isDerived = (position: number) =>
      DERIVED_SOURCES.includes(kindAt(position).kind);
    const sources = positions.filter(p => isSource(kindAt(p)));
    const others = positions.filter(p => !isSource(kindAt(p)));
    return [
      sources.filter(p => !isDerived(p)),
      sources.filter(isDerived),
      ...(await orderByDependency(others, { planned, tools })),
    ];
  },

  run: work =>
    runSingleStep(work, onProgress => reconcile(work, { onProgress })),
};

async function reconcile(
  work: TargetWork<Request>,
  options: { onProgress: (message: string) => Promise<void> },
): Promise<ObjectResult> {
  const { target, group, tools, ended } = work;
  const { kind, namespace, name } = target;
  const objects = tools.objects(target.clusterId);
  const reference = { group, kind, namespace, name };
  let object: FluxObject | undefined;
  try {
    object = await objects.get(reference, {
      timeoutMs: REQUEST_TIMEOUT_MS,
      signal: tools.signal,
    });
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    // Said below, in the words that every request has for it.
  }
  const failed = object && findFailedSource(object, { group, target, ended });
  if (failed) {
    return {
      outcome: 'source-failed',
      message: `Left alone: ${failed.kind} ${failed.namespace}/${failed.name} did not become ready.`,
    };
  }
  return reconcileObject({
    objects,
    reference,
    signal: tools.signal,
    pause: work.pause,
    onProgress: options.onProgress,
    refuse,
  });
}

/** The source that this operation reconciled before, if that went wrong. */
function findFailedSource(
  object: FluxObject,
  options: Pick<PlannedTarget, 'group' | 'target'> & {
    ended: ReadonlyMap<string, OperationTarget>;
  },
): OperationTarget | undefined {
  const { target, ended } = options;
  const source = readSource(object);
  if (!source) return undefined;
  // helm-controller makes a chart for a release, beside its repository (flux-semantics §5.3).
  const chart = {
    ...source,
    kind: 'HelmChart',
    name: `${target.namespace}-${target.name}`,
  };
  const before = target.kind === 'HelmRelease' ? [source, chart] : [source];
  return before
    .map(reference =>
      ended.get(resourceId({ ...reference, clusterId: target.clusterId })),
    )
    .find(result => result?.state === 'failed');
}

function refuse(object: FluxObject): ObjectResult | undefined {
  const message = reconcileRefusal(object);
  if (message === undefined) return undefined;
  return {
    outcome: isSuspended(object) ? 'suspended' : 'refused',
    skipped: isSuspended(object) || isStatic(object),
    message,
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
