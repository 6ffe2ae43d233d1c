import { KubeObject } from '../../store/ObjectStore';
import { timestamp } from '../runtime/timestamp';

/** The conditions that kube-controller-manager gives a Deployment, and when to look again. */
export function deploymentConditions(options: {
  deployment: KubeObject;
  /** The ReplicaSet of the current template. */
  current: KubeObject;
  /** Milliseconds since the epoch. */
  now: number;
  speed: number;
}): { conditions: any[]; deadlineMs: number | undefined } {
  const { deployment, current, now, speed } = options;
  const { spec, status, metadata } = deployment;
  const wanted = spec.replicas ?? 1;
  const at = timestamp(now);
  const find = (type: string) =>
    status.conditions?.find((item: any) => item.type === type);
  const make = (
    type: string,
    value: 'True' | 'False',
    reason: string,
    message: string,
  ) => {
    const known = find(type);
    const same = known?.status === value;
    const silent = same && known.reason === reason && known.message === message;
    return {
      type,
      status: value,
      reason,
      message,
      lastUpdateTime: silent ? known.lastUpdateTime : at,
      lastTransitionTime: same ? known.lastTransitionTime : at,
    };
  };
  const available = status.availableReplicas >= Math.ceil(wanted * 0.75);
  const set = `ReplicaSet "${current.metadata.name}"`;
  const complete =
    status.updatedReplicas >= wanted &&
    status.replicas === status.updatedReplicas &&
    status.availableReplicas >= wanted &&
    status.observedGeneration === metadata.generation;
  const limitMs = (spec.progressDeadlineSeconds ?? 600) * 1000;
  const started = Date.parse(current.metadata.creationTimestamp ?? at);
  const elapsedMs = (now - started) * speed;
  // A scaled or restarted ReplicaSet of the past does not count as stuck.
  const known = find('Progressing');
  const wasComplete = known?.reason === 'NewReplicaSetAvailable';
  let progressing: any;
  let deadlineMs: number | undefined;
  if (complete || (wasComplete && known.message.includes(set))) {
    progressing = make(
      'Progressing',
      'True',
      'NewReplicaSetAvailable',
      `${set} has successfully progressed.`,
    );
  } else if (elapsedMs >= limitMs) {
    progressing = make(
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `${set} has timed out progressing.`,
    );
  } else {
    progressing = make(
      'Progressing',
      'True',
      'ReplicaSetUpdated',
      `${set} is progressing.`,
    );
    deadlineMs = limitMs - elapsedMs + 1000;
  }
  return {
    conditions: [
      available
        ? make(
            'Available',
            'True',
            'MinimumReplicasAvailable',
            'Deployment has minimum availability.',
          )
        : make(
            'Available',
            'False',
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
          ),
      progressing,
    ],
    deadlineMs,
  };
}
