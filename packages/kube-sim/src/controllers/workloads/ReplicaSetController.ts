import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { createPod } from './createPod';
import { ownedBy } from './ownedBy';
import { workloadWatch } from './workloadWatch';

/** Keeps as many pods as a ReplicaSet asks for. */
export class ReplicaSetController implements Controller {
  readonly group = 'apps';
  readonly kind = 'ReplicaSet';
  readonly manager = 'kube-controller-manager';
  readonly watches = [
    { group: '', kind: 'Pod', map: workloadWatch('ReplicaSet') },
  ];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const set = handle.object;
    const wanted = set.spec.replicas ?? 1;
    const pods = ownedBy(this.#context, set, '', 'Pod').filter(
      pod => !pod.metadata.deletionTimestamp,
    );
    const ready = (pod: any) =>
      pod.status?.conditions?.some(
        (item: any) => item.type === 'Ready' && item.status === 'True',
      );
    for (let missing = wanted - pods.length; missing > 0; missing--) {
      const pod = createPod(this.#context, {
        owner: set,
        manager: this.manager,
      });
      pods.push(pod);
      this.#context.events.record({
        involved: set,
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${pod.metadata.name}`,
        source: 'replicaset-controller',
      });
    }
    // Pods that are not ready go first.
    pods.sort((a, b) => Number(ready(b) ?? false) - Number(ready(a) ?? false));
    for (const pod of pods.splice(wanted)) {
      this.#context.store.delete(
        '',
        'Pod',
        handle.namespace,
        pod.metadata.name,
      );
    }
    const readyReplicas = pods.filter(ready).length;
    handle.patchStatus(status => {
      Object.assign(status, {
        replicas: pods.length,
        fullyLabeledReplicas: pods.length,
        observedGeneration: set.metadata.generation,
        readyReplicas,
        availableReplicas: readyReplicas,
      });
    });
    return undefined;
  }
}
