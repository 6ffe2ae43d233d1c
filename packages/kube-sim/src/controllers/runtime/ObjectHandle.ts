import { KubeObject } from '../../store/ObjectStore';
import { Conditions } from './Conditions';
import { ControllerContext } from './ControllerContext';

const FINALIZER = 'finalizers.fluxcd.io';
const OPERATOR_GROUP = 'fluxcd.controlplane.io';

/** One object as its controller sees it: always the latest state, and the few ways to write it. */
export class ObjectHandle {
  readonly context: ControllerContext;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly #manager: string;
  readonly #finalizer: string;

  constructor(options: {
    context: ControllerContext;
    group: string;
    kind: string;
    namespace: string | undefined;
    name: string;
    manager: string;
  }) {
    this.context = options.context;
    this.group = options.group;
    this.kind = options.kind;
    this.namespace = options.namespace;
    this.name = options.name;
    this.#manager = options.manager;
    this.#finalizer =
      options.group === OPERATOR_GROUP
        ? `${OPERATOR_GROUP}/finalizer`
        : FINALIZER;
  }

  find(): KubeObject | undefined {
    return this.context.store.get(
      this.group,
      this.kind,
      this.namespace,
      this.name,
    );
  }

  /** The object; the manager ends a pass when it is gone, so a pass may rely on it. */
  get object(): KubeObject {
    const object = this.find();
    if (!object) throw new Error(`${this.kind} ${this.name} is gone`);
    return object;
  }

  /** Changes a copy of the status and writes it: one status patch, none when nothing changed. */
  patchStatus(change: (status: any, conditions: Conditions) => void): void {
    const object = this.object;
    const status = structuredClone(object.status ?? {});
    const list = (status.conditions ??= []);
    const conditions = new Conditions({
      list,
      generation: object.metadata.generation ?? 0,
      now: this.context.clock.now(),
    });
    change(status, conditions);
    if (list.length === 0) delete status.conditions;
    this.context.store.updateStatus(
      { ...object, status },
      { manager: this.#manager },
    );
  }

  get hasFinalizer(): boolean {
    return Boolean(this.object.metadata.finalizers?.includes(this.#finalizer));
  }

  addFinalizer(): void {
    const object = this.object;
    this.#updateFinalizers(object, [
      ...(object.metadata.finalizers ?? []),
      this.#finalizer,
    ]);
  }

  removeFinalizer(): void {
    const object = this.find();
    if (!object?.metadata.finalizers) return;
    this.#updateFinalizers(
      object,
      object.metadata.finalizers.filter(item => item !== this.#finalizer),
    );
  }

  event(
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    annotations?: Record<string, string>,
  ): void {
    this.context.events.record({
      involved: this.object,
      type,
      reason,
      message,
      source: this.#manager.replace(/^gotk-/, ''),
      annotations,
    });
  }

  #updateFinalizers(object: KubeObject, finalizers: string[]): void {
    this.context.store.update(
      { ...object, metadata: { ...object.metadata, finalizers } },
      { manager: this.#manager },
    );
  }
}
