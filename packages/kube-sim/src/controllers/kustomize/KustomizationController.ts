import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { duration } from '../runtime/duration';
import { objectRef } from '../runtime/objectRef';
import { ApplyError } from './ApplyError';
import { BuildError } from './BuildError';
import { KustomizationPass } from './KustomizationPass';
import { ManifestApplier } from './ManifestApplier';
import { buildManifests } from './buildManifests';
import { celProblem } from './celProblem';
import { dependencyProblem } from './dependencyProblem';
import { healthWait } from './healthWait';
import { impersonationProblem } from './impersonationProblem';
import { inventoryId } from './inventoryId';

const GROUP = 'kustomize.toolkit.fluxcd.io';
const SOURCE_GROUP = 'source.toolkit.fluxcd.io';
/** `--requeue-dependency`, milliseconds. */
const DEPENDENCY_RETRY_MS = 30_000;

/** Applies what sources hold, like kustomize-controller 1.9; recordings/flux/kustomization-*.json is the pattern. */
export class KustomizationController implements Controller {
  readonly group = GROUP;
  readonly kind = 'Kustomization';
  readonly manager = 'gotk-kustomize-controller';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;
  readonly #applier: ManifestApplier;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.#applier = new ManifestApplier({
      context: options.context,
      manager: 'kustomize-controller',
    });
    this.watches = [
      'GitRepository',
      'OCIRepository',
      'Bucket',
      'ExternalArtifact',
    ].map(kind => ({
      group: SOURCE_GROUP,
      kind,
      map: (event: StoreEvent) => this.#usersOf(event),
    }));
  }

  *reconcile(handle: ObjectHandle): Pass {
    if (handle.object.metadata.deletionTimestamp) return this.#finalize(handle);
    if (!handle.hasFinalizer) {
      handle.addFinalizer();
      yield 20;
    }
    const pass = new KustomizationPass({ handle });
    const { spec } = handle.object;
    if (spec.suspend) return pass.close();
    const cel = celProblem(spec.healthCheckExprs);
    if (cel) return yield* pass.stall('InvalidCELExpression', cel);

    const { kind, name, namespace = handle.namespace } = spec.sourceRef;
    const source = this.#context.store.get(SOURCE_GROUP, kind, namespace, name);
    if (!source) {
      const message = `${kind}.${SOURCE_GROUP} "${name}" not found`;
      return yield* pass.wait('ArtifactFailed', message, pass.retryMs);
    }
    const artifact = source.status?.artifact;
    if (!artifact) {
      const message = 'Source artifact not found, retrying in 30s';
      return yield* pass.wait('ArtifactFailed', message, DEPENDENCY_RETRY_MS);
    }
    pass.useRevision(artifact);
    const problem = dependencyProblem(
      this.#context,
      handle.object,
      artifact.revision,
    );
    if (problem) {
      pass.event(
        'Normal',
        'DependencyNotReady',
        'Dependencies do not meet ready condition, retrying in 30s',
      );
      return yield* pass.wait(
        'DependencyNotReady',
        problem,
        DEPENDENCY_RETRY_MS,
      );
    }
    return yield* this.#run(pass, artifact.digest);
  }

  *#run(pass: KustomizationPass, digest: string): Pass {
    const { handle } = pass;
    pass.progress('Fetching manifests');
    yield this.#work(70);
    const tree = this.#context.artifacts.get(digest);
    const path = (handle.object.spec.path ?? '').replace(/^(\.?\/)+|\/+$/g, '');
    const exists =
      tree &&
      (path === '' || [...tree.keys()].some(key => key.startsWith(`${path}/`)));
    if (!tree || !exists) {
      return yield* pass.fail(
        'ArtifactFailed',
        `kustomization path not found: stat /tmp/kustomization/${path}: no such file or directory`,
      );
    }
    pass.progress('Building manifests');
    yield 10;
    pass.attempt();
    yield this.#work(100);
    let objects: KubeObject[];
    try {
      objects = buildManifests(this.#context, handle.object, tree);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const message = `kustomize build failed: ${error.message}`;
      return yield* pass.fail('BuildFailed', message);
    }
    pass.useContent(JSON.stringify(objects));
    pass.progress('Detecting drift');
    yield this.#work(60);
    const changes: string[] = [];
    const inventory: Array<{ id: string; v: string }> = [];
    const applied: KubeObject[] = [];
    try {
      const refusal = impersonationProblem(
        this.#context,
        handle.object,
        objects,
      );
      if (refusal) throw new ApplyError(refusal);
      this.#applier.check(objects);
      for (const manifest of this.#applier.sort(objects)) {
        const { object, action } = this.#applier.apply(manifest);
        if (action === 'skipped') continue;
        inventory.push(inventoryId.of(object));
        applied.push(object);
        if (action !== 'unchanged') {
          changes.push(`${objectRef.describe(object)} ${action}`);
        }
      }
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      return yield* pass.fail('ReconciliationFailed', error.message);
    }
    if (changes.length) {
      pass.event('Normal', 'Progressing', changes.join('\n'));
    }
    inventory.sort((a, b) => (a.id < b.id ? -1 : 1));
    const pruned = this.#prune(handle.object, inventory);
    if (pruned.length) pass.event('Normal', 'Progressing', pruned.join('\n'));

    const unhealthy = yield* this.#checkHealth(
      pass,
      applied,
      inventory,
      changes.length > 0,
    );
    if (unhealthy !== undefined) return unhealthy;
    return yield* pass.succeed(inventory);
  }

  /** Undefined when healthy or not asked for; otherwise the failed pass. */
  *#checkHealth(
    pass: KustomizationPass,
    applied: KubeObject[],
    inventory: Array<{ id: string; v: string }>,
    changed: boolean,
  ): Pass {
    const { spec } = pass.handle.object;
    const refs: Array<{ label: string; find: () => KubeObject | undefined }> =
      spec.wait
        ? applied.map(object => ({
            label: objectRef.describe(object),
            find: () => this.#applier.find(object),
          }))
        : (spec.healthChecks ?? []).map((ref: any) => ({
            label: `${ref.kind}/${ref.namespace}/${ref.name}`,
            find: () =>
              this.#context.store.get(
                objectRef.group({ apiVersion: ref.apiVersion ?? 'v1' }),
                ref.kind,
                ref.namespace,
                ref.name,
              ),
          }));
    if (refs.length === 0) return undefined;
    pass.startHealthChecks();
    yield this.#work(40);
    pass.setInventory(inventory);
    const startedAt = this.#context.clock.now();
    yield this.#work(30);
    const problem = yield* healthWait({
      clock: this.#context.clock,
      timeoutMs: pass.timeoutMs,
      targets: refs,
    });
    const took = duration.format(pass.elapsedSince(startedAt));
    if (problem) return yield* pass.failHealth(problem, took);
    pass.passHealth(took, changed);
    yield 10;
    return undefined;
  }

  #prune(kustomization: KubeObject, inventory: Array<{ id: string }>) {
    if (!kustomization.spec.prune) return [];
    const kept = new Set(inventory.map(({ id }) => id));
    const stale = (kustomization.status?.inventory?.entries ?? []).filter(
      (entry: any) => !kept.has(entry.id),
    );
    return this.#remove(stale);
  }

  #remove(entries: Array<{ id: string; v: string }>): string[] {
    const objects = entries.map(({ id, v }) => {
      const { group, ...ref } = inventoryId.parse(id);
      return {
        apiVersion: group ? `${group}/${v}` : v,
        kind: ref.kind,
        metadata: { name: ref.name, namespace: ref.namespace },
      };
    });
    return this.#applier
      .sort(objects)
      .reverse()
      .flatMap(object => {
        const change = this.#applier.remove({
          group: objectRef.group(object),
          kind: object.kind,
          namespace: object.metadata.namespace,
          name: object.metadata.name,
        });
        return change ? `${objectRef.describe(object)} ${change.action}` : [];
      });
  }

  #finalize(handle: ObjectHandle): undefined {
    if (!handle.hasFinalizer) return undefined;
    const { spec, status } = handle.object;
    const policy = spec.deletionPolicy ?? 'MirrorPrune';
    const prunes =
      !spec.suspend &&
      (policy === 'MirrorPrune' ? spec.prune : policy !== 'Orphan');
    if (prunes) {
      const pass = new KustomizationPass({ handle });
      pass.useRevision({ revision: status?.lastAppliedRevision });
      const removed = this.#remove(status?.inventory?.entries ?? []);
      if (removed.length) {
        pass.event('Normal', 'ReconciliationSucceeded', removed.join('\n'));
      }
    }
    handle.removeFinalizer();
    return undefined;
  }

  #usersOf({ type, object, previous }: StoreEvent) {
    const revision = object.status?.artifact?.revision;
    const old = previous?.status?.artifact?.revision;
    if (type === 'DELETED' || !revision || revision === old) return [];
    return this.#context.store
      .list(GROUP, 'Kustomization')
      .filter(({ spec, metadata, status }) => {
        const ref = spec.sourceRef;
        return (
          ref.kind === object.kind &&
          ref.name === object.metadata.name &&
          (ref.namespace ?? metadata.namespace) === object.metadata.namespace &&
          status?.lastAppliedRevision !== revision
        );
      })
      .map(({ metadata }) => metadata);
  }

  /** Milliseconds of work around a mean. */
  #work(mean: number): number {
    return mean * (0.5 + this.#context.random());
  }
}
