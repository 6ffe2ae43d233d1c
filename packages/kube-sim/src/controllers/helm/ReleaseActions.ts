import { loadAll } from 'js-yaml';
import { KubeObject } from '../../store/ObjectStore';
import { ApplyError } from '../kustomize/ApplyError';
import { ManifestApplier } from '../kustomize/ManifestApplier';
import { healthWait } from '../kustomize/healthWait';
import { inventoryId } from '../kustomize/inventoryId';
import { ControllerContext } from '../runtime/ControllerContext';
import { digest } from '../runtime/digest';
import { objectRef } from '../runtime/objectRef';
import { timestamp } from '../runtime/timestamp';
import { ReleaseStorage } from './ReleaseStorage';
import { renderChart } from './renderChart';

type Rendered = ReturnType<typeof renderChart>;

/** helm-controller 1.5 (Flux 2.8) brought these into the status. */
const HAS_INVENTORY = /^v(2\.([89]|\d\d)|[3-9])/;

/** Helm's actions on one release: they change the cluster and the release Secrets, and tell what came of it. */
export class ReleaseActions {
  readonly name: string;
  readonly namespace: string;
  readonly #context: ControllerContext;
  readonly #owner: KubeObject;
  readonly #storage: ReleaseStorage;
  readonly #applier: ManifestApplier;

  constructor(options: { context: ControllerContext; owner: KubeObject }) {
    const { context, owner } = options;
    const { spec, metadata } = owner;
    this.#context = context;
    this.#owner = owner;
    this.namespace = spec.targetNamespace ?? metadata.namespace;
    // Helm's own default: prefixed when the release goes to another namespace.
    this.name =
      spec.releaseName ??
      (spec.targetNamespace
        ? `${spec.targetNamespace}-${metadata.name}`
        : metadata.name);
    this.#storage = new ReleaseStorage({
      store: context.store,
      namespace: spec.storageNamespace ?? metadata.namespace,
    });
    this.#applier = new ManifestApplier({
      context,
      manager: 'helm-controller',
    });
  }

  /** Objects as they go to the cluster: with the marks of Helm and of the HelmRelease. */
  marked(objects: KubeObject[]): KubeObject[] {
    const { metadata } = this.#owner;
    return objects.map(object => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: {
          ...object.metadata.labels,
          'app.kubernetes.io/managed-by': 'Helm',
          'helm.toolkit.fluxcd.io/name': metadata.name,
          'helm.toolkit.fluxcd.io/namespace': metadata.namespace!,
        },
        annotations: {
          ...object.metadata.annotations,
          'meta.helm.sh/release-name': this.name,
          'meta.helm.sh/release-namespace': this.namespace,
        },
      },
    }));
  }

  find(object: KubeObject): KubeObject | undefined {
    return this.#applier.find(object);
  }

  /** The objects of a stored version. */
  stored(version: number): KubeObject[] {
    const text = this.#storage.read(this.name, version)?.manifest ?? '';
    const objects = (loadAll(text) as KubeObject[]).filter(Boolean);
    for (const { kind, metadata } of objects) {
      if (!objectRef.isClusterScoped(kind)) {
        metadata.namespace ??= this.namespace;
      }
    }
    return objects;
  }

  /** Applies objects and removes those of an older version that are gone; waits for them unless told not to. */
  *deploy(options: {
    objects: KubeObject[];
    previous: KubeObject[];
    timeoutMs: number;
    disableWait?: boolean;
  }): Generator<number, string | undefined> {
    const objects = this.#applier.sort(this.marked(options.objects));
    try {
      this.#applier.check(objects);
      for (const object of objects) this.#applier.apply(object);
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      return error.message.trim();
    }
    const kept = new Set(objects.map(object => inventoryId.of(object).id));
    this.remove(
      options.previous.filter(object => !kept.has(inventoryId.of(object).id)),
    );
    yield 200;
    if (options.disableWait) return undefined;
    return yield* healthWait({
      clock: this.#context.clock,
      timeoutMs: options.timeoutMs,
      pollMs: 1000,
      targets: objects.map(object => ({
        label: objectRef.describe(object),
        find: () => this.#applier.find(object),
      })),
    });
  }

  remove(objects: KubeObject[]): void {
    for (const object of this.#applier.sort(objects).reverse()) {
      const { name, namespace } = object.metadata;
      const group = objectRef.group(object);
      this.#applier.remove({ group, kind: object.kind, namespace, name });
    }
  }

  /** Runs the hooks of an event one after the other; tells which failed. */
  *hooks(
    rendered: Rendered,
    event: string,
    timeoutMs: number,
  ): Generator<number, { problem?: string; ran: KubeObject[] }> {
    const ran = rendered.hooks
      .filter(({ events }) => events.includes(event))
      .map(({ object }) => object);
    for (const hook of this.marked(ran)) {
      const group = objectRef.group(hook);
      const { name, namespace } = hook.metadata;
      this.#context.store.delete(group, hook.kind, namespace, name);
      yield 50;
      this.#applier.apply(hook);
      const problem = yield* healthWait({
        clock: this.#context.clock,
        timeoutMs,
        pollMs: 1000,
        targets: [
          {
            label: objectRef.describe(hook),
            find: () => this.#applier.find(hook),
          },
        ],
      });
      if (problem) return { problem, ran };
    }
    return { ran };
  }

  /** Writes a release Secret and gives the snapshot of it for `status.history`. */
  record(options: {
    action: string;
    status: string;
    version: number;
    rendered?: Rendered;
    /** Instead of `rendered`: an older version that comes back. */
    from?: number;
    values: Record<string, unknown>;
    configDigest: string;
    firstDeployed: string;
    /** Milliseconds since the epoch. */
    startedAt: number;
    ociDigest?: string;
  }): any {
    const now = this.#context.clock.now();
    const { action, status, version, rendered } = options;
    const old = options.from
      ? this.#storage.read(this.name, options.from)
      : undefined;
    const chart: any = rendered?.chart ?? old?.chart.metadata ?? {};
    const lastDeployed = timestamp(options.startedAt);
    const release = {
      name: this.name,
      namespace: this.namespace,
      version,
      info: {
        status,
        first_deployed: options.firstDeployed,
        last_deployed: lastDeployed,
        deleted: '',
        description:
          status === 'failed'
            ? `Release "${this.name}" failed`
            : `${action[0].toUpperCase()}${action.slice(1)} complete`,
      },
      chart: { metadata: chart },
      config: old?.config ?? options.values,
      manifest: rendered?.manifest ?? old?.manifest ?? '',
    };
    this.#storage.write(release, now);
    for (const other of this.#storage.versions(this.name)) {
      const previous = this.#storage.read(this.name, other);
      const superseded =
        status === 'deployed' &&
        other !== version &&
        previous?.info.status === 'deployed';
      if (superseded) {
        this.#storage.setStatus(this.name, other, 'superseded', now);
      }
    }
    this.#storage.trim(this.name);
    return {
      ...(this.hasInventory && { action }),
      apiVersion: 'v2',
      appVersion: chart.appVersion,
      chartName: chart.name,
      chartVersion: chart.version,
      configDigest: options.configDigest,
      digest: digest(JSON.stringify(release)),
      firstDeployed: options.firstDeployed,
      lastDeployed,
      name: this.name,
      namespace: this.namespace,
      ...(options.ociDigest && { ociDigest: options.ociDigest }),
      status,
      version,
    };
  }

  /** Forgets the release: its Secrets go. */
  forget(): void {
    this.#storage.clear(this.name);
  }

  get hasInventory(): boolean {
    return HAS_INVENTORY.test(this.#context.cluster.fluxVersion);
  }

  inventory(rendered: Rendered): Array<{ id: string; v: string }> {
    return [...rendered.objects, ...rendered.crds]
      .map(object => inventoryId.of(object))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
