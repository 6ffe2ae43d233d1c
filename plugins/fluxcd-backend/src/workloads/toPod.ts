import {
  computeHealth,
  type FluxObject,
  type Pod,
  type PodContainer,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { scrub } from '../security/scrub';
import type { WorkloadObject } from './WorkloadObject';

/** What `kubectl logs` goes by when no container is named. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

type Status = WorkloadObject['status']['containerStatuses'][number];

function toContainer(
  type: PodContainer['type'],
  { name, image }: { name: string; image?: string },
  status: Status | undefined,
): PodContainer {
  const { waiting, running, terminated } = status?.state ?? {};
  let state: PodContainer['state'] = 'unknown';
  if (waiting) state = 'waiting';
  else if (running) state = 'running';
  else if (terminated) state = 'terminated';
  return {
    name,
    type,
    image,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    state,
    reason: waiting?.reason ?? terminated?.reason,
    previous: status?.lastState.terminated !== undefined,
  };
}

/** A pod as readers see it: how it stands and what runs in it, neither environment nor volumes. */
export function toPod(object: WorkloadObject & { raw: object }): Pod {
  const { metadata, spec, status } = object;
  const { health, message } = computeHealth({
    ...object.raw,
    apiVersion: 'v1',
    kind: 'Pod',
  } as FluxObject);
  const part = (
    type: PodContainer['type'],
    containers: WorkloadObject['spec']['containers'],
    statuses: Status[],
  ) =>
    containers.map(container =>
      toContainer(
        type,
        container,
        statuses.find(s => s.name === container.name),
      ),
    );
  const containers = [
    ...part('container', spec.containers, status.containerStatuses),
    ...part('init', spec.initContainers, status.initContainerStatuses),
    ...part(
      'ephemeral',
      spec.ephemeralContainers,
      status.ephemeralContainerStatuses,
    ),
  ];
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    phase: status.phase ?? 'Unknown',
    health,
    message: message && scrub(message),
    node: spec.nodeName,
    createdAt: metadata.creationTimestamp,
    restarts: containers.reduce((sum, c) => sum + c.restarts, 0),
    containers,
    defaultContainer: containers.find(
      c => c.name === metadata.annotations[DEFAULT_CONTAINER],
    )?.name,
  };
}
