import { Pass } from '../runtime/Controller';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { duration } from '../runtime/duration';
import { recordHistory } from './recordHistory';

const GROUP = 'kustomize.toolkit.fluxcd.io';
/** kustomize-controller never waits less, whatever the spec says. */
const MIN_TIMEOUT_MS = 30_000;

/**
 * What one pass over a Kustomization writes, in the recorded order: conditions first, then in a last patch of its own
 * the history, revisions, observed generation and the handled request.
 */
export class KustomizationPass {
  readonly handle: ObjectHandle;
  readonly #startedAt: number;
  readonly #generation: number;
  readonly #requestedAt: string | undefined;
  #revision: string | undefined;
  #originRevision: string | undefined;
  #content: string | undefined;

  constructor(options: { handle: ObjectHandle }) {
    this.handle = options.handle;
    const { metadata } = options.handle.object;
    this.#startedAt = options.handle.context.clock.now();
    this.#generation = metadata.generation ?? 0;
    this.#requestedAt =
      metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
  }

  get intervalMs(): number {
    return duration.parse(this.handle.object.spec.interval) ?? 600_000;
  }

  get retryMs(): number {
    const { retryInterval } = this.handle.object.spec;
    return duration.parse(retryInterval) ?? this.intervalMs;
  }

  get timeoutMs(): number {
    const { timeout } = this.handle.object.spec;
    return Math.max(
      MIN_TIMEOUT_MS,
      duration.parse(timeout) ?? this.intervalMs - 30_000,
    );
  }

  /** Simulated milliseconds since a moment of the clock. */
  elapsedSince(moment: number): number {
    const { clock } = this.handle.context;
    return (clock.now() - moment) * clock.speed;
  }

  useRevision(artifact: {
    revision?: string;
    metadata?: Record<string, string>;
  }): void {
    this.#revision = artifact.revision;
    this.#originRevision =
      artifact.metadata?.['org.opencontainers.image.revision'];
  }

  /** What was built: from now on the outcome goes into the history. */
  useContent(content: string): void {
    this.#content = content;
  }

  event(
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    more?: Record<string, string>,
  ): void {
    this.handle.event(type, reason, message, {
      ...more,
      ...(this.#revision && { [`${GROUP}/revision`]: this.#revision }),
      ...(this.#originRevision && {
        [`${GROUP}/originRevision`]: this.#originRevision,
      }),
    });
  }

  progress(step: string): void {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Stalled');
      conditions.set(
        'Reconciling',
        'True',
        'Progressing',
        this.#progressMessage(step),
      );
      conditions.set(
        'Ready',
        'Unknown',
        'Progressing',
        'Reconciliation in progress',
      );
    });
  }

  attempt(): void {
    this.handle.patchStatus(status => {
      status.lastAttemptedRevision = this.#revision;
    });
  }

  startHealthChecks(): void {
    const message = this.#progressMessage('Running health checks');
    this.handle.patchStatus((_, conditions) => {
      conditions.set('Reconciling', 'True', 'Progressing', message);
      conditions.set('Healthy', 'Unknown', 'Progressing', message);
    });
  }

  setInventory(entries: Array<{ id: string; v: string }>): void {
    this.handle.patchStatus(status => {
      status.inventory = { entries };
    });
  }

  passHealth(took: string, changed: boolean): void {
    const message = `Health check passed in ${took}`;
    if (changed) this.event('Normal', 'Progressing', message);
    this.handle.patchStatus((_, conditions) =>
      conditions.set('Healthy', 'True', 'Succeeded', message),
    );
  }

  /** Not a failure of this object: it only waits, and says for what. */
  *wait(reason: string, message: string, againMs: number): Pass {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Reconciling', 'Stalled');
      conditions.set('Ready', 'False', reason, message);
    });
    yield 8;
    this.close();
    return againMs;
  }

  /** No retry helps: only an edit does. */
  *stall(reason: string, message: string): Pass {
    const full = `Reconciliation failed terminally due to configuration error: ${message}`;
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Reconciling');
      conditions.set('Stalled', 'True', reason, full);
      conditions.set('Ready', 'False', reason, full);
    });
    this.event('Warning', reason, full);
    yield 8;
    this.close();
    return undefined;
  }

  *fail(reason: string, message: string, health?: string): Pass {
    this.handle.patchStatus((_, conditions) => {
      conditions.set(
        'Reconciling',
        'True',
        'ProgressingWithRetry',
        conditions.get('Reconciling')?.message ?? '',
      );
      conditions.set('Ready', 'False', reason, message);
      if (health) conditions.set('Healthy', 'False', reason, health);
    });
    this.event('Warning', reason, message);
    yield 8;
    this.close(status => this.#addHistory(status, reason));
    return this.retryMs;
  }

  *failHealth(problem: string, took: string): Pass {
    const message = `health check failed after ${took}: ${problem}`;
    return yield* this.fail('HealthCheckFailed', message, problem);
  }

  *succeed(entries: Array<{ id: string; v: string }>): Pass {
    const { spec } = this.handle.object;
    const checked = spec.wait || spec.healthChecks?.length;
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Reconciling', 'Stalled');
      if (!checked) conditions.remove('Healthy');
      conditions.set(
        'Ready',
        'True',
        'ReconciliationSucceeded',
        `Applied revision: ${this.#revision}`,
      );
    });
    yield 10;
    this.close(status => {
      this.#addHistory(status, 'ReconciliationSucceeded');
      status.inventory = { entries };
      status.lastAppliedRevision = this.#revision;
      if (this.#originRevision) {
        status.lastAppliedOriginRevision = this.#originRevision;
      }
    });
    const took = duration.format(this.elapsedSince(this.#startedAt));
    const next = duration.format(this.intervalMs);
    this.event(
      'Normal',
      'ReconciliationSucceeded',
      `Reconciliation finished in ${took}, next run in ${next}`,
      { [`${GROUP}/commit_status`]: 'update' },
    );
    // `--interval-jitter-percentage=5`
    return this.intervalMs * (0.95 + 0.1 * this.handle.context.random());
  }

  /** The last patch of every pass, of a suspended object too: the request counts as handled whatever came of it. */
  close(change?: (status: any) => void): undefined {
    this.handle.patchStatus((status, conditions) => {
      change?.(status);
      if (this.#requestedAt) {
        status.lastHandledReconcileAt = this.#requestedAt;
      }
      if (conditions.isTrue('Ready') || conditions.isTrue('Stalled')) {
        status.observedGeneration = this.#generation;
      }
    });
    return undefined;
  }

  #addHistory(status: any, outcome: string): void {
    if (this.#content === undefined) return;
    status.history = recordHistory(status.history, {
      content: this.#content,
      status: outcome,
      now: this.handle.context.clock.now(),
      durationMs: this.elapsedSince(this.#startedAt),
      metadata: {
        revision: this.#revision ?? '',
        ...(this.#originRevision && {
          originRevision: this.#originRevision,
        }),
      },
    });
  }

  #progressMessage(step: string): string {
    const timeout = duration.format(this.timeoutMs);
    return `${step} for revision ${
      this.#revision
    } with a timeout of ${timeout}`;
  }
}
