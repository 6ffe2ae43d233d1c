import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { createPod } from './createPod';
import { ownedBy } from './ownedBy';
import { podTemplateHash } from './podTemplateHash';
import { workloadWatch } from './workloadWatch';

const HASH = 'controller-revision-hash';
const NODES = 3;

/** StatefulSets and DaemonSets: pods made straight from the template, replaced when it changes. */
export class StatefulController implements Controller {
  readonly group = 'apps';
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly manager = 'kube-controller-manager';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;

  constructor(options: {
    context: ControllerContext;
    kind: 'StatefulSet' | 'DaemonSet';
  }) {
    this.#context = options.context;
    this.kind = options.kind;
    this.watches = [
      { group: '', kind: 'Pod', map: workloadWatch(options.kind) },
    ];
  }

  *reconcile(handle: ObjectHandle): Pass {
    const owner = handle.object;
    const { metadata, spec } = owner;
    if (metadata.deletionTimestamp) return undefined;
    const wanted = this.kind === 'DaemonSet' ? NODES : spec.replicas ?? 1;
    const revision = podTemplateHash(spec.template);
    const pods = ownedBy(this.#context, owner, '', 'Pod').filter(
      pod => !pod.metadata.deletionTimestamp,
    );
    const names = Array.from({ length: wanted }, (_, index) =>
      this.kind === 'DaemonSet'
        ? `${metadata.name}-${podTemplateHash([metadata.name, index], 5)}`
        : `${metadata.name}-${index}`,
    );
    let replaced = false;
    for (const pod of pods) {
      const known = names.includes(pod.metadata.name);
      const outdated = pod.metadata.labels?.[HASH] !== revision;
      if (known && (!outdated || replaced)) continue;
      // One at a time; the next follows when the new pod is there.
      replaced = replaced || known;
      this.#context.store.delete(
        '',
        'Pod',
        handle.namespace,
        pod.metadata.name,
      );
    }
    for (const name of names) {
      if (this.#context.store.get('', 'Pod', handle.namespace, name)) continue;
      createPod(this.#context, {
        owner,
        manager: this.manager,
        name,
        labels: { [HASH]: revision },
      });
    }
    const current = ownedBy(this.#context, owner, '', 'Pod');
    const ready = current.filter(pod =>
      pod.status?.conditions?.some(
        (item: any) => item.type === 'Ready' && item.status === 'True',
      ),
    ).length;
    const updated = current.filter(
      pod => pod.metadata.labels?.[HASH] === revision,
    ).length;
    handle.patchStatus(status =>
      Object.assign(
        status,
        { observedGeneration: metadata.generation },
        this.kind === 'DaemonSet'
          ? {
              currentNumberScheduled: current.length,
              desiredNumberScheduled: wanted,
              numberAvailable: ready,
              numberMisscheduled: 0,
              numberReady: ready,
              updatedNumberScheduled: updated,
            }
          : {
              replicas: current.length,
              readyReplicas: ready,
              availableReplicas: ready,
              currentReplicas: current.length,
              updatedReplicas: updated,
              currentRevision: `${metadata.name}-${revision}`,
              updateRevision: `${metadata.name}-${revision}`,
            },
      ),
    );
    return undefined;
  }
}
