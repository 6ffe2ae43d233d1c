import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { Controller, Pass } from './Controller';
import { ControllerContext } from './ControllerContext';
import { ObjectHandle } from './ObjectHandle';
import { objectRef } from './objectRef';

/** Annotations whose change asks for a pass. */
const REQUESTS = [
  'reconcile.fluxcd.io/requestedAt',
  'reconcile.fluxcd.io/forceAt',
  'reconcile.fluxcd.io/resetAt',
  'source.extensions.fluxcd.io/reconcile',
  'fluxcd.controlplane.io/reconcile',
];

/** Pause before a crashed pass is tried again, milliseconds. */
const CRASH_BACKOFF_MS = 30_000;

interface Entry {
  handle: ObjectHandle;
  controller: Controller;
  uid: string | undefined;
  due?: { at: number; cancel: () => void };
  running: boolean;
  /** A change came while a pass was running: another one follows. */
  dirty: boolean;
}

/** Runs the controllers of one cluster: one pass per object at a time, started by changes and by timers. */
export class ControllerManager {
  readonly #context: ControllerContext;
  readonly #controllers = new Map<string, Controller>();
  readonly #watches = new Map<
    string,
    Array<{
      controller: Controller;
      map: (event: StoreEvent) => Array<{ namespace?: string; name: string }>;
    }>
  >();
  readonly #entries = new Map<string, Entry>();
  #unsubscribe: (() => void) | undefined;

  constructor(options: {
    context: ControllerContext;
    controllers: Controller[];
  }) {
    this.#context = options.context;
    for (const controller of options.controllers) {
      this.#controllers.set(
        `${controller.group}/${controller.kind}`,
        controller,
      );
      for (const { group, kind, map } of controller.watches ?? []) {
        const key = `${group}/${kind}`;
        const list = this.#watches.get(key) ?? [];
        list.push({ controller, map });
        this.#watches.set(key, list);
      }
    }
  }

  start(): void {
    this.#unsubscribe = this.#context.store.subscribe(event =>
      this.#observe(event),
    );
    for (const { group, kind } of this.#controllers.values()) {
      if (!this.#context.store.serves(group, kind)) continue;
      for (const object of this.#context.store.list(group, kind)) {
        this.#observe({ type: 'ADDED', object });
      }
    }
  }

  stop(): void {
    this.#unsubscribe?.();
    for (const entry of this.#entries.values()) entry.due?.cancel();
    this.#entries.clear();
  }

  #observe(event: StoreEvent): void {
    const { object, previous } = event;
    const key = `${objectRef.group(object)}/${object.kind}`;
    const controller = this.#controllers.get(key);
    if (controller) {
      if (event.type === 'DELETED') this.#forget(controller, object);
      else if (!previous || this.#isRelevant(controller, object, previous)) {
        this.#enqueue(controller, object.metadata, 5);
      }
    }
    for (const watch of this.#watches.get(key) ?? []) {
      for (const target of watch.map(event)) {
        this.#enqueue(watch.controller, target, 10);
      }
    }
  }

  #isRelevant(
    controller: Controller,
    object: KubeObject,
    previous: KubeObject,
  ): boolean {
    const [now, then] = [object.metadata, previous.metadata];
    return (
      now.generation !== then.generation ||
      now.deletionTimestamp !== then.deletionTimestamp ||
      REQUESTS.some(
        name => now.annotations?.[name] !== then.annotations?.[name],
      ) ||
      Boolean(controller.isRelevant?.(object, previous))
    );
  }

  #key(controller: Controller, namespace: string | undefined, name: string) {
    return `${controller.kind}/${namespace ?? ''}/${name}`;
  }

  #forget(controller: Controller, object: KubeObject): void {
    const { namespace, name } = object.metadata;
    const key = this.#key(controller, namespace, name);
    this.#entries.get(key)?.due?.cancel();
    this.#entries.delete(key);
  }

  #enqueue(
    controller: Controller,
    target: { namespace?: string; name: string },
    delayMs: number,
  ): void {
    const { namespace, name } = target;
    const key = this.#key(controller, namespace, name);
    const entry = this.#entries.get(key) ?? {
      controller,
      handle: new ObjectHandle({
        context: this.#context,
        group: controller.group,
        kind: controller.kind,
        namespace,
        name,
        manager: controller.manager,
      }),
      uid: undefined,
      running: false,
      dirty: false,
    };
    this.#entries.set(key, entry);
    if (entry.running) entry.dirty = true;
    else this.#schedule(entry, delayMs);
  }

  #schedule(entry: Entry, delayMs: number): void {
    const at = this.#context.clock.now() + delayMs / this.#context.clock.speed;
    if (entry.due) {
      if (entry.due.at <= at) return;
      entry.due.cancel();
    }
    entry.due = {
      at,
      cancel: this.#context.clock.after(delayMs, () => this.#run(entry)),
    };
  }

  #run(entry: Entry): void {
    entry.due = undefined;
    const object = entry.handle.find();
    if (!object) return;
    entry.uid = object.metadata.uid;
    entry.running = true;
    entry.dirty = false;
    this.#step(entry, entry.controller.reconcile(entry.handle));
  }

  #step(entry: Entry, pass: Pass): void {
    // Gone, or gone and made again: the new object has an entry of its own.
    if (entry.handle.find()?.metadata.uid !== entry.uid) {
      pass.return(undefined);
      entry.running = false;
      return;
    }
    let again: number | undefined;
    try {
      const step = pass.next();
      if (!step.done) {
        this.#context.clock.after(step.value, () => this.#step(entry, pass));
        return;
      }
      again = step.value;
    } catch (error) {
      if (entry.handle.find()) {
        process.stderr.write(
          `kube-sim: ${this.#context.cluster.name}: ${entry.controller.kind} ${
            entry.handle.namespace ?? ''
          }/${entry.handle.name}: ${(error as Error).stack}\n`,
        );
        again = CRASH_BACKOFF_MS;
      }
    }
    entry.running = false;
    if (entry.dirty) this.#schedule(entry, 5);
    else if (again !== undefined) this.#schedule(entry, again);
  }
}
