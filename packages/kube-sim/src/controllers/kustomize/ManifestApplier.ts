import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { objectRef } from '../runtime/objectRef';
import { ApplyError } from './ApplyError';

const GROUP = 'kustomize.toolkit.fluxcd.io';

/** Order of kinds when applying: what others live in or refer to comes first; deletion runs backwards. */
const ORDER = [
  'CustomResourceDefinition',
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'LimitRange',
  'PriorityClass',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const rank = (kind: string) =>
  ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;

interface Change {
  object: KubeObject;
  action: 'created' | 'configured' | 'unchanged' | 'skipped' | 'deleted';
}

/** Server-side apply of whole sets of objects, as Flux's `ssa` package does it. */
export class ManifestApplier {
  readonly #context: ControllerContext;
  readonly #manager: string;

  constructor(options: { context: ControllerContext; manager: string }) {
    this.#context = options.context;
    this.#manager = options.manager;
  }

  sort(objects: KubeObject[]): KubeObject[] {
    return [...objects].sort(
      (a, b) =>
        rank(a.kind) - rank(b.kind) ||
        a.kind.localeCompare(b.kind) ||
        (a.metadata.namespace ?? '').localeCompare(
          b.metadata.namespace ?? '',
        ) ||
        a.metadata.name.localeCompare(b.metadata.name),
    );
  }

  find(object: KubeObject): KubeObject | undefined {
    return this.#context.store.get(
      objectRef.group(object),
      object.kind,
      object.metadata.namespace,
      object.metadata.name,
    );
  }

  /** Refuses what a dry run on a real API server would refuse. */
  check(objects: KubeObject[]): void {
    const { store } = this.#context;
    for (const object of objects) {
      const name = objectRef.describe(object);
      if (!store.serves(objectRef.group(object), object.kind)) {
        throw new ApplyError(
          `${name} dry-run failed: no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
        );
      }
      const { namespace } = object.metadata;
      if (objectRef.isClusterScoped(object.kind)) continue;
      if (!namespace) {
        throw new ApplyError(
          `${name} namespace not specified: the server could not find the requested resource`,
        );
      }
      const known =
        store.get('', 'Namespace', undefined, namespace) ||
        objects.some(
          other =>
            other.kind === 'Namespace' && other.metadata.name === namespace,
        );
      if (!known) {
        throw new ApplyError(
          `${name} dry-run failed (NotFound): namespaces "${namespace}" not found`,
        );
      }
      const replicas = object.spec?.replicas;
      if (replicas !== undefined && !Number.isInteger(replicas)) {
        throw new ApplyError(
          `${name} dry-run failed (BadRequest): ${
            object.kind
          } in version "${objectRef.version(object)}" cannot be handled as a ${
            object.kind
          }: json: cannot unmarshal string into Go struct field ${
            object.kind
          }Spec.spec.replicas of type int32`,
        );
      }
      if (replicas < 0) {
        throw new ApplyError(
          `${name} dry-run failed (Invalid): ${object.kind}.${objectRef.group(
            object,
          )} "${
            object.metadata.name
          }" is invalid: spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0\n`,
        );
      }
    }
  }

  apply(manifest: KubeObject): Change {
    const { store } = this.#context;
    const before = this.find(manifest);
    const note = (name: string) =>
      manifest.metadata.annotations?.[`${GROUP}/${name}`] ??
      before?.metadata.annotations?.[`${GROUP}/${name}`];
    const untouched =
      note('reconcile')?.toLowerCase() === 'disabled' ||
      note('ssa') === 'Ignore' ||
      (before && note('ssa') === 'IfNotPresent');
    if (before && untouched) return { object: before, action: 'skipped' };
    const after = store.apply(manifest, { manager: this.#manager });
    if (!before) return { object: after, action: 'created' };
    const same =
      before.metadata.resourceVersion === after.metadata.resourceVersion;
    return { object: after, action: same ? 'unchanged' : 'configured' };
  }

  /** Undefined when there is nothing to delete. */
  remove(ref: {
    group: string;
    kind: string;
    namespace: string | undefined;
    name: string;
  }): Change | undefined {
    const { store } = this.#context;
    if (!store.serves(ref.group, ref.kind)) return undefined;
    const object = store.get(ref.group, ref.kind, ref.namespace, ref.name);
    if (!object || object.metadata.deletionTimestamp) return undefined;
    const { annotations = {}, labels = {} } = object.metadata;
    const kept = ['prune', 'reconcile'].some(name =>
      [annotations, labels].some(
        map => map[`${GROUP}/${name}`]?.toLowerCase() === 'disabled',
      ),
    );
    if (kept) return { object, action: 'skipped' };
    store.delete(ref.group, ref.kind, ref.namespace, ref.name);
    return { object, action: 'deleted' };
  }
}
