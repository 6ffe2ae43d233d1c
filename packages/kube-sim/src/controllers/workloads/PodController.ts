import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { podStatus } from './podStatus';

/** Time a sound container takes to become ready, milliseconds. */
const START_MS = 2000;
/** First pause before a crashed container starts again; it doubles, up to the longest. */
const BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 300_000;

/** The kubelets of a cluster: pods start, crash, back off and end. */
export class PodController implements Controller {
  readonly group = '';
  readonly kind = 'Pod';
  readonly manager = 'kubelet';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const { store, random, upstreams } = this.#context;
    const pod = handle.object;
    if (pod.metadata.deletionTimestamp) {
      yield 500;
      store.delete('', 'Pod', handle.namespace, handle.name);
      return undefined;
    }
    if (!pod.spec.nodeName) {
      store.update(
        {
          ...pod,
          spec: {
            ...pod.spec,
            nodeName: `${this.#context.cluster.name}-worker-${
              1 + Math.floor(random() * 3)
            }`,
          },
        },
        { manager: 'kube-scheduler' },
      );
      this.#set(handle, 'pending', 0);
      yield START_MS * (0.6 + 0.8 * random());
    }
    const images: string[] = pod.spec.containers.map((item: any) => item.image);
    const image = images.find(name => upstreams.imageFault(name));
    const fault = image && upstreams.imageFault(image);
    const status = handle.object.status ?? {};
    if (!fault) {
      const isJob = pod.metadata.ownerReferences?.some(
        owner => owner.kind === 'Job',
      );
      if (status.phase === 'Succeeded') return undefined;
      this.#set(handle, 'running', 0);
      if (!isJob) return undefined;
      yield 3000;
      this.#set(handle, 'done', 0);
      return undefined;
    }
    const { name } = pod.spec.containers[images.indexOf(image)];
    if (fault.fails === 'pull') {
      this.#set(handle, 'pull', 0);
      handle.event(
        'Warning',
        'Failed',
        `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`,
      );
      return MAX_BACKOFF_MS;
    }
    const restarts = status.containerStatuses?.[0]?.restartCount ?? 0;
    this.#set(handle, 'crashed', restarts);
    yield 500;
    this.#set(handle, 'backoff', restarts + 1);
    handle.event(
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${name} in pod ${handle.name}_${handle.namespace}(${pod.metadata.uid})`,
    );
    return Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** restarts);
  }

  #set(
    handle: ObjectHandle,
    state: Parameters<typeof podStatus>[0]['state'],
    restarts: number,
  ): void {
    this.#context.store.updateStatus(
      {
        ...handle.object,
        status: podStatus({
          pod: handle.object,
          now: this.#context.clock.now(),
          state,
          restarts,
        }),
      },
      { manager: this.manager },
    );
  }
}
