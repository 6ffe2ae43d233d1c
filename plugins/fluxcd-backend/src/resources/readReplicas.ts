import type {
  FluxObject,
  TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** How many pods a workload wants and how many are ready; undefined for other kinds. */
export function readReplicas(object: FluxObject): TreeObject['replicas'] {
  const { apiVersion, kind, spec = {}, status = {} } = object;
  if (!apiVersion.startsWith('apps/')) return undefined;
  if (kind === 'DaemonSet') {
    return {
      desired: asCount(status.desiredNumberScheduled) ?? 0,
      ready: asCount(status.numberReady) ?? 0,
    };
  }
  if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind)) {
    return undefined;
  }
  return {
    // What the API server fills in where the manifest says nothing.
    desired: asCount(spec.replicas) ?? 1,
    ready: asCount(status.readyReplicas) ?? 0,
  };
}
