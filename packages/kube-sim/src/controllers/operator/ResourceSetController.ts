import { loadAll } from 'js-yaml';
import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { ApplyError } from '../kustomize/ApplyError';
import { recordHistory } from '../kustomize/recordHistory';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { digest } from '../runtime/digest';
import { duration } from '../runtime/duration';
import { OwnedObjects } from './OwnedObjects';

const GROUP = 'fluxcd.controlplane.io';

/** Makes objects from templates and inputs, like flux-operator. */
export class ResourceSetController implements Controller {
  readonly group = GROUP;
  readonly kind = 'ResourceSet';
  readonly manager = 'flux-operator';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;
  readonly #objects: OwnedObjects;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.#objects = new OwnedObjects(options);
    this.watches = [
      {
        group: GROUP,
        kind: 'ResourceSetInputProvider',
        map: (event: StoreEvent) => this.#usersOf(event),
      },
    ];
  }

  *reconcile(handle: ObjectHandle): Pass {
    const { metadata, status = {} } = handle.object;
    if (metadata.deletionTimestamp) {
      this.#objects.remove(status.inventory?.entries ?? []);
    }
    const pass = new SimplePass({ handle, disabledBy: `${GROUP}/reconcile` });
    if (!(yield* pass.begin())) return undefined;
    const startedAt = this.#context.clock.now();
    yield 50;
    const every = metadata.annotations?.[`${GROUP}/reconcileEvery`];
    let applied: ReturnType<OwnedObjects['apply']>;
    let objects: KubeObject[];
    try {
      objects = this.#build(handle.object);
      applied = this.#objects.apply(objects, status.inventory?.entries);
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      pass.failed('ReconciliationFailed', error.message.trim());
      return 60_000;
    }
    const content = JSON.stringify(objects);
    const tookMs =
      (this.#context.clock.now() - startedAt) * this.#context.clock.speed;
    if (applied.changes.length) {
      handle.event('Normal', 'ApplySucceeded', applied.changes.join('\n'));
    }
    pass.ready(
      'ReconciliationSucceeded',
      `Reconciliation finished in ${duration.format(tookMs)}`,
      changed => {
        changed.inventory = { entries: applied.entries };
        changed.lastAppliedRevision = digest(content);
        changed.history = recordHistory(changed.history, {
          content,
          status: 'ReconciliationSucceeded',
          now: this.#context.clock.now(),
          durationMs: tookMs,
          metadata: {
            inputs: String(this.#inputs(handle.object).length),
            resources: String(objects.length),
          },
        });
      },
    );
    return pass.intervalMs(every, 3_600_000);
  }

  #inputs(set: KubeObject): any[] {
    const { spec, metadata } = set;
    const provided = (spec.inputsFrom ?? []).flatMap(({ name }: any) => {
      const provider = this.#context.store.get(
        GROUP,
        'ResourceSetInputProvider',
        metadata.namespace,
        name,
      );
      return provider?.status?.exportedInputs ?? [];
    });
    const all = [...(spec.inputs ?? []), ...provided];
    return all.length || spec.inputsFrom ? all : [{}];
  }

  #build(set: KubeObject): KubeObject[] {
    const { spec, metadata } = set;
    const templates: any[] = [
      ...(spec.resources ?? []),
      ...(spec.resourcesTemplate
        ? loadAll(spec.resourcesTemplate).filter(Boolean)
        : []),
    ];
    const made = this.#inputs(set).flatMap(inputs =>
      templates.map(template => {
        const text = JSON.stringify(template).replace(
          /<<-? *inputs\.([\w.]+) *-?>>/g,
          (_, path: string) => {
            const value = path
              .split('.')
              .reduce((scope: any, key) => scope?.[key], inputs);
            if (value === undefined) {
              throw new ApplyError(
                `failed to build resources: template: resourceset: map has no entry for key "${path}"`,
              );
            }
            return JSON.stringify(String(value)).slice(1, -1);
          },
        );
        const object: KubeObject = JSON.parse(text);
        object.metadata.labels = {
          ...object.metadata.labels,
          'resourceset.fluxcd.controlplane.io/name': metadata.name,
          'resourceset.fluxcd.controlplane.io/namespace': metadata.namespace!,
        };
        return object;
      }),
    );
    // The same object from several inputs counts once.
    return [
      ...new Map(
        made.map(object => [
          JSON.stringify([
            object.kind,
            object.metadata.namespace,
            object.metadata.name,
          ]),
          object,
        ]),
      ).values(),
    ];
  }

  #usersOf({ type, object, previous }: StoreEvent) {
    const now = object.status?.lastExportedRevision;
    const same = now === previous?.status?.lastExportedRevision;
    if (type === 'DELETED' || same) return [];
    return this.#context.store
      .list(GROUP, 'ResourceSet', object.metadata.namespace)
      .filter(({ spec }) =>
        spec.inputsFrom?.some(({ name }: any) => name === object.metadata.name),
      )
      .map(({ metadata }) => metadata);
  }
}
