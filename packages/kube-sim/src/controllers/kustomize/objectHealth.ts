import { KubeObject } from '../../store/ObjectStore';

/** kstatus: whether an object has reached what its spec asks for. */
export function objectHealth(
  object: KubeObject | undefined,
): 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound' {
  if (!object) return 'NotFound';
  const { metadata, spec = {}, status = {} } = object;
  if (metadata.deletionTimestamp) return 'Terminating';
  const behind =
    status.observedGeneration !== undefined &&
    status.observedGeneration !== metadata.generation;
  if (behind) return 'InProgress';
  const condition = (type: string) =>
    status.conditions?.find((item: any) => item.type === type);
  if (condition('Reconciling')?.status === 'True') return 'InProgress';
  if (condition('Stalled')?.status === 'True') return 'Failed';
  switch (object.kind) {
    case 'Deployment': {
      if (condition('Progressing')?.reason === 'ProgressDeadlineExceeded') {
        return 'Failed';
      }
      const wanted = spec.replicas ?? 1;
      const done =
        (status.updatedReplicas ?? 0) >= wanted &&
        (status.replicas ?? 0) <= (status.updatedReplicas ?? 0) &&
        (status.availableReplicas ?? 0) >= wanted &&
        status.observedGeneration !== undefined;
      return done ? 'Current' : 'InProgress';
    }
    case 'StatefulSet': {
      const wanted = spec.replicas ?? 1;
      return (status.readyReplicas ?? 0) >= wanted ? 'Current' : 'InProgress';
    }
    case 'DaemonSet':
      return status.desiredNumberScheduled !== undefined &&
        status.numberReady >= status.desiredNumberScheduled
        ? 'Current'
        : 'InProgress';
    case 'Job':
      if (condition('Failed')?.status === 'True') return 'Failed';
      return condition('Complete')?.status === 'True'
        ? 'Current'
        : 'InProgress';
    default: {
      const ready = condition('Ready');
      return ready && ready.status !== 'True' ? 'InProgress' : 'Current';
    }
  }
}
