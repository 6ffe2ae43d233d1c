import { Tree } from '../../fleet/Repository';
import { Pass } from '../runtime/Controller';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { digest } from '../runtime/digest';
import { duration } from '../runtime/duration';
import { timestamp } from '../runtime/timestamp';

const GROUP = 'source.toolkit.fluxcd.io';
/** Pauses between attempts of a failing source, milliseconds: they double. */
const FIRST_RETRY_MS = 5000;
const LAST_RETRY_MS = 900_000;

interface Fetched {
  revision: string;
  tree: Tree;
  /** File name without directory. */
  file: string;
  /** For the condition: `stored artifact for revision '…'`. */
  message: string;
  /** For the Event of a new artifact. */
  event: string;
  reason?: string;
  metadata?: Record<string, string>;
}

/** What one pass of source-controller writes to a source: progress, artifact or failure, the handled request. */
export class SourcePass {
  readonly handle: ObjectHandle;
  readonly #generation: number;
  readonly #requestedAt: string | undefined;

  constructor(options: { handle: ObjectHandle }) {
    this.handle = options.handle;
    const { metadata } = options.handle.object;
    this.#generation = metadata.generation ?? 0;
    this.#requestedAt =
      metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
  }

  get intervalMs(): number {
    return duration.parse(this.handle.object.spec.interval) ?? 600_000;
  }

  /** Finalizer, suspend and the first sign of life. Returns false when the pass is over. */
  *begin(): Generator<number, boolean> {
    const { handle } = this;
    if (handle.object.metadata.deletionTimestamp) {
      handle.removeFinalizer();
      return false;
    }
    if (!handle.hasFinalizer) {
      handle.addFinalizer();
      yield 20;
    }
    if (handle.object.spec.suspend) {
      // source-controller returns before anything but the handled request is written.
      this.close();
      return false;
    }
    const { status = {} } = handle.object;
    const edited = status.observedGeneration !== this.#generation;
    const requested = status.lastHandledReconcileAt !== this.#requestedAt;
    if (edited || requested) {
      const message = edited
        ? `processing object: new generation ${
            status.observedGeneration ?? -1
          } -> ${this.#generation}`
        : 'reconciliation in progress';
      handle.patchStatus((_, conditions) => {
        conditions.remove('Stalled');
        conditions.set('Reconciling', 'True', 'Progressing', message);
        if (!conditions.get('Ready')) {
          conditions.set('Ready', 'Unknown', 'Progressing', message);
        }
      });
    }
    yield 60 + 120 * handle.context.random();
    return true;
  }

  *store(fetched: Fetched): Pass {
    const { handle } = this;
    const { context, kind, namespace, name } = handle;
    const known = handle.object.status?.artifact;
    const content = JSON.stringify([...fetched.tree]);
    const id = digest(content);
    const isNew = known?.revision !== fetched.revision || known?.digest !== id;
    const reason = fetched.reason ?? 'Succeeded';
    if (isNew) {
      handle.patchStatus((_, conditions) => {
        const message = `building artifact: new upstream revision '${fetched.revision}'`;
        conditions.set('Reconciling', 'True', 'Progressing', message);
        conditions.set('Ready', 'Unknown', 'Progressing', message);
      });
      yield 40;
      context.artifacts.set(id, fetched.tree);
    }
    handle.patchStatus((status, conditions) => {
      const path = `${kind.toLowerCase()}/${namespace}/${name}/${fetched.file}`;
      if (isNew) {
        status.artifact = {
          digest: id,
          lastUpdateTime: timestamp(context.clock.now()),
          path,
          revision: fetched.revision,
          size: content.length,
          url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
          ...(fetched.metadata && { metadata: fetched.metadata }),
        };
      }
      conditions.remove(
        'Reconciling',
        'Stalled',
        'FetchFailed',
        'BuildFailed',
        'ArtifactOutdated',
      );
      conditions.set('Ready', 'True', reason, fetched.message);
      conditions.set('ArtifactInStorage', 'True', reason, fetched.message);
      this.#handled(status);
      status.observedGeneration = this.#generation;
    });
    if (isNew) {
      handle.event('Normal', 'NewArtifact', fetched.event, {
        [`${GROUP}/revision`]: fetched.revision,
        [`${GROUP}/digest`]: id,
      });
    }
    return this.intervalMs * (0.95 + 0.1 * context.random());
  }

  /** A fetch that failed: it is tried again, and the old artifact stays. */
  *fail(
    reason: string,
    message: string,
    type: 'FetchFailed' | 'BuildFailed' = 'FetchFailed',
  ): Pass {
    const { handle } = this;
    const repeated = handle.object.status?.conditions?.some(
      (item: any) => item.type === type && item.message === message,
    );
    const since = handle.object.status?.conditions?.find(
      (item: any) => item.type === type,
    )?.lastTransitionTime;
    handle.patchStatus((status, conditions) => {
      conditions.set(
        'Reconciling',
        'True',
        'ProgressingWithRetry',
        conditions.get('Reconciling')?.message ?? 'reconciliation in progress',
      );
      conditions.set('Ready', 'False', reason, message);
      conditions.set(type, 'True', reason, message);
      this.#handled(status);
    });
    handle.event('Warning', reason, message);
    const { clock } = handle.context;
    // As long again as it has been failing doubles the pause.
    const failingMs = repeated && since ? clock.now() - Date.parse(since) : 0;
    return Math.min(
      LAST_RETRY_MS,
      this.intervalMs,
      Math.max(FIRST_RETRY_MS, failingMs * clock.speed),
    );
  }

  /** The last patch of a pass that did nothing else. */
  close(): void {
    this.handle.patchStatus((status, conditions) => {
      this.#handled(status);
      if (conditions.isTrue('Ready')) {
        status.observedGeneration = this.#generation;
      }
    });
  }

  #handled(status: any): void {
    if (this.#requestedAt) status.lastHandledReconcileAt = this.#requestedAt;
  }
}
