import { StoreEvent } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { ownedBy } from './ownedBy';

/** What the owners of a kind may own. */
const DEPENDENTS: Record<string, [string, string]> = {
  Deployment: ['apps', 'ReplicaSet'],
  ReplicaSet: ['', 'Pod'],
  StatefulSet: ['', 'Pod'],
  DaemonSet: ['', 'Pod'],
  Job: ['', 'Pod'],
  CronJob: ['batch', 'Job'],
};

/** Deletes what workloads leave behind, in the background as Kubernetes does. */
export class GarbageCollector {
  readonly #context: ControllerContext;
  #unsubscribe: (() => void) | undefined;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  start(): void {
    this.#unsubscribe = this.#context.store.subscribe(event =>
      this.#observe(event),
    );
  }

  stop(): void {
    this.#unsubscribe?.();
  }

  #observe({ type, object }: StoreEvent): void {
    const dependents = DEPENDENTS[object.kind];
    if (type !== 'DELETED' || !dependents) return;
    const [group, kind] = dependents;
    this.#context.clock.after(20, () => {
      for (const { metadata } of ownedBy(this.#context, object, group, kind)) {
        this.#context.store.delete(
          group,
          kind,
          metadata.namespace,
          metadata.name,
        );
      }
    });
  }
}
