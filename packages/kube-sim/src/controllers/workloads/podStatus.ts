import { KubeObject } from '../../store/ObjectStore';
import { timestamp } from '../runtime/timestamp';

interface Wanted {
  pod: KubeObject;
  /** Milliseconds since the epoch. */
  now: number;
  state: 'pending' | 'running' | 'crashed' | 'backoff' | 'pull' | 'done';
  restarts: number;
}

const PHASES: Record<string, string> = {
  done: 'Succeeded',
  pending: 'Pending',
  pull: 'Pending',
};

const containerState = (
  state: Wanted['state'],
  at: string,
  image: string,
  container: string,
) => {
  const exit = { exitCode: 1, reason: 'Error', startedAt: at, finishedAt: at };
  switch (state) {
    case 'running':
      return { running: { startedAt: at } };
    case 'crashed':
      return { terminated: exit };
    case 'done':
      return {
        terminated: { ...exit, exitCode: 0, reason: 'Completed' },
      };
    case 'backoff':
      return {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 5m0s restarting failed container=${container}`,
        },
      };
    case 'pull':
      return {
        waiting: {
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${image}"`,
        },
      };
    default:
      return { waiting: { reason: 'ContainerCreating' } };
  }
};

/** What a kubelet reports about a pod in a state. */
export function podStatus({ pod, now, state, restarts }: Wanted): any {
  const at = timestamp(now);
  const previous = pod.status ?? {};
  const ready = state === 'running';
  const condition = (type: string, on: boolean, reason?: string) => {
    const known = previous.conditions?.find((item: any) => item.type === type);
    const status = on ? 'True' : 'False';
    return {
      type,
      status,
      lastProbeTime: null,
      lastTransitionTime:
        known?.status === status ? known.lastTransitionTime : at,
      ...(!on && reason && { reason }),
    };
  };
  const phase = PHASES[state] ?? 'Running';
  const notReady = state === 'done' ? 'PodCompleted' : 'ContainersNotReady';
  return {
    phase,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', ready, notReady),
      condition('Ready', ready, notReady),
    ],
    hostIP: '10.0.0.11',
    ...(state !== 'pending' && { podIP: previous.podIP ?? '10.42.0.7' }),
    qosClass: 'Burstable',
    startTime: previous.startTime ?? at,
    containerStatuses: pod.spec.containers.map((container: any) => {
      const known = previous.containerStatuses?.find(
        (item: any) => item.name === container.name,
      );
      const same = ready && known?.state?.running;
      return {
        name: container.name,
        image: container.image,
        imageID: '',
        ready,
        started: ready,
        restartCount: restarts,
        state: same
          ? known.state
          : containerState(state, at, container.image, container.name),
        lastState:
          restarts > 0 && state !== 'running'
            ? containerState('crashed', at, container.image, container.name)
            : {},
      };
    }),
  };
}
