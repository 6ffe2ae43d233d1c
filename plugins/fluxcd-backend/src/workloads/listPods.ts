import {
  HEALTH_RANK,
  type PodList,
  type WorkloadKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { toLabelSelector } from './toLabelSelector';
import { toPod } from './toPod';
import type { WorkloadObject } from './WorkloadObject';
import type { WorkloadReference, Workloads } from './Workloads';

/** Kinds that stand between a workload and its pods. */
const BETWEEN: Partial<Record<WorkloadKind, WorkloadKind>> = {
  Deployment: 'ReplicaSet',
  CronJob: 'Job',
};
/** A page of pods; more are not looked through by eye. */
const MAX_PODS = 500;

function isOwned(object: WorkloadObject, owners: ReadonlySet<string>): boolean {
  return object.metadata.ownerReferences.some(
    owner => owner.controller === true && owners.has(owner.uid),
  );
}

/**
 * The pods of a workload, worst first: those that its selector finds and that it controls, directly or through its
 * ReplicaSets or Jobs. Labels alone do not make a pod its own. Undefined when there is no such workload.
 */
export async function listPods(
  workloads: Workloads,
  reference: WorkloadReference,
): Promise<PodList | undefined> {
  const { kind, namespace } = reference;
  if (kind === 'Pod') {
    const pod = await workloads.get(reference);
    return pod && { items: [toPod(pod)], truncated: false };
  }
  const workload = await workloads.get(reference);
  if (!workload) return undefined;
  const { uid } = workload.metadata;
  // A CronJob has no selector; that of its Jobs differs for each.
  const labelSelector = toLabelSelector(workload.spec.selector);
  if (!labelSelector && kind !== 'CronJob') {
    return { items: [], truncated: false };
  }

  const owners = new Set([uid]);
  let truncated = false;
  const between = BETWEEN[kind];
  if (between) {
    const parts = await workloads.list(between, { namespace, labelSelector });
    for (const part of parts.items) {
      if (isOwned(part, new Set([uid]))) owners.add(part.metadata.uid);
    }
    truncated = parts.truncated;
  }
  const pods = await workloads.list('Pod', { namespace, labelSelector });
  const items = pods.items
    .filter(pod => isOwned(pod, owners))
    .map(toPod)
    .sort(
      (a, b) =>
        HEALTH_RANK[a.health] - HEALTH_RANK[b.health] ||
        a.name.localeCompare(b.name),
    );
  return {
    items: items.slice(0, MAX_PODS),
    truncated: truncated || pods.truncated || items.length > MAX_PODS,
  };
}
