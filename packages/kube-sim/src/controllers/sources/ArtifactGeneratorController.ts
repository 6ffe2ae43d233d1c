import { posix } from 'path';
import { StoreEvent } from '../../store/ObjectStore';
import { Tree } from '../../fleet/Repository';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { digest } from '../runtime/digest';
import { timestamp } from '../runtime/timestamp';

const GROUP = 'source.extensions.fluxcd.io';
const SOURCE_GROUP = 'source.toolkit.fluxcd.io';
const DISABLED = `${GROUP}/reconcile`;
const GENERATOR = `${GROUP}/generator`;
/** source-watcher looks again after an hour. */
const REQUEUE_MS = 3_600_000;
const RETRY_MS = 30_000;

/** Composes ExternalArtifacts out of sources, like source-watcher. */
export class ArtifactGeneratorController implements Controller {
  readonly group = GROUP;
  readonly kind = 'ArtifactGenerator';
  readonly manager = 'source-watcher';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.watches = ['GitRepository', 'OCIRepository', 'Bucket'].map(kind => ({
      group: SOURCE_GROUP,
      kind,
      map: (event: StoreEvent) => this.#usersOf(event),
    }));
  }

  *reconcile(handle: ObjectHandle): Pass {
    const { store } = this.#context;
    const { metadata, spec, status } = handle.object;
    const inventory: any[] = status?.inventory ?? [];
    if (metadata.deletionTimestamp) {
      for (const { namespace, name } of inventory) {
        store.delete(SOURCE_GROUP, 'ExternalArtifact', namespace, name);
      }
      handle.removeFinalizer();
      return undefined;
    }
    if (!handle.hasFinalizer) handle.addFinalizer();
    const requested = metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
    if (metadata.annotations?.[DISABLED]?.toLowerCase() === 'disabled') {
      return undefined;
    }
    handle.patchStatus((_, conditions) => {
      conditions.set(
        'Reconciling',
        'True',
        'Progressing',
        'Reconciliation in progress',
      );
      conditions.set(
        'Ready',
        'Unknown',
        'Progressing',
        'Reconciliation in progress',
      );
    });
    yield 120;
    const trees = new Map<string, Tree>();
    for (const { alias, kind, name, namespace } of spec.sources) {
      const source = store.get(
        SOURCE_GROUP,
        kind,
        namespace ?? metadata.namespace,
        name,
      );
      const tree = this.#context.artifacts.get(
        source?.status?.artifact?.digest,
      );
      if (!tree) {
        handle.patchStatus((changed, conditions) => {
          conditions.remove('Reconciling');
          const message = `source '${kind}/${
            namespace ?? metadata.namespace
          }/${name}' is not ready`;
          conditions.set('Ready', 'False', 'SourceFetchFailed', message);
          if (requested) changed.lastHandledReconcileAt = requested;
        });
        return RETRY_MS;
      }
      trees.set(alias, tree);
    }
    const made = spec.artifacts.map((artifact: any) =>
      this.#publish(handle, artifact, trees),
    );
    for (const { namespace, name } of inventory) {
      if (made.some((item: any) => item.name === name)) continue;
      store.delete(SOURCE_GROUP, 'ExternalArtifact', namespace, name);
    }
    handle.patchStatus((changed, conditions) => {
      conditions.remove('Reconciling', 'Stalled');
      const message = `reconciliation succeeded, generated ${made.length} artifact(s)`;
      conditions.set('Ready', 'True', 'Succeeded', message);
      changed.inventory = made;
      changed.observedSourcesDigest = digest(JSON.stringify(made));
      if (requested) changed.lastHandledReconcileAt = requested;
    });
    return REQUEUE_MS;
  }

  #publish(handle: ObjectHandle, artifact: any, trees: Map<string, Tree>) {
    const { store, clock } = this.#context;
    const { metadata } = handle.object;
    const { namespace } = metadata;
    const files = new Map<string, string>();
    for (const { from, to } of artifact.copy) {
      const [, alias, glob] = /^@([^/]+)\/(.*)$/.exec(from) ?? [];
      const base = (glob ?? '').replace(/\*.*$/, '');
      const target = to.replace(/^@artifact\/?/, '');
      for (const [path, text] of trees.get(alias) ?? []) {
        if (!path.startsWith(base)) continue;
        files.set(posix.join(target, path.slice(base.length)), text);
      }
    }
    const id = digest(JSON.stringify([...files]));
    const { name } = artifact;
    const known = store.get(SOURCE_GROUP, 'ExternalArtifact', namespace, name);
    const filename = `${id.slice('sha256:'.length, 20)}.tar.gz`;
    const path = `externalartifact/${namespace}/${name}/${filename}`;
    this.#context.artifacts.set(id, files);
    const external = store.apply(
      {
        apiVersion: `${SOURCE_GROUP}/v1`,
        kind: 'ExternalArtifact',
        metadata: {
          name,
          namespace,
          labels: { [GENERATOR]: metadata.uid! },
        },
        spec: {
          sourceRef: {
            apiVersion: `${GROUP}/v1beta1`,
            kind: 'ArtifactGenerator',
            name: metadata.name,
            namespace,
          },
        },
      },
      { manager: this.manager },
    );
    if (known?.status?.artifact?.digest !== id) {
      const at = timestamp(clock.now());
      store.updateStatus(
        {
          ...external,
          status: {
            artifact: {
              digest: id,
              lastUpdateTime: at,
              path,
              revision: `latest@${id}`,
              size: 1024,
              url: `http://source-watcher.flux-system.svc.cluster.local./${path}`,
            },
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                reason: 'Succeeded',
                message: 'Artifact is ready',
                observedGeneration: 1,
                lastTransitionTime: at,
              },
            ],
          },
        },
        { manager: this.manager },
      );
    }
    return { name, namespace, digest: id, filename };
  }

  #usersOf({ type, object, previous }: StoreEvent) {
    const now = object.status?.artifact?.revision;
    if (type === 'DELETED' || now === previous?.status?.artifact?.revision) {
      return [];
    }
    return this.#context.store
      .list(GROUP, 'ArtifactGenerator')
      .filter(({ spec, metadata }) =>
        spec.sources.some(
          (source: any) =>
            source.kind === object.kind &&
            source.name === object.metadata.name &&
            (source.namespace ?? metadata.namespace) ===
              object.metadata.namespace,
        ),
      )
      .map(({ metadata }) => metadata);
  }
}
