import { duration } from './duration';
import { Conditions } from './Conditions';
import { ObjectHandle } from './ObjectHandle';

/**
 * One pass over a kind whose controller does its work in a moment: begin (finalizer, suspension), then one patch with
 * the outcome and the handled request.
 */
export class SimplePass {
  readonly handle: ObjectHandle;
  readonly #generation: number;
  readonly #requestedAt: string | undefined;
  readonly #suspended: boolean;

  constructor(options: {
    handle: ObjectHandle;
    /** Annotation that pauses the object; default: `spec.suspend`. */
    disabledBy?: string;
  }) {
    const { handle, disabledBy } = options;
    const { metadata, spec } = handle.object;
    this.handle = handle;
    this.#generation = metadata.generation ?? 0;
    this.#requestedAt =
      metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
    this.#suspended = disabledBy
      ? metadata.annotations?.[disabledBy]?.toLowerCase() === 'disabled'
      : Boolean(spec?.suspend);
  }

  get generation(): number {
    return this.#generation;
  }

  intervalMs(text: string | undefined, fallbackMs: number): number {
    const mean = duration.parse(text) ?? fallbackMs;
    return mean * (0.95 + 0.1 * this.handle.context.random());
  }

  /** Returns false when the pass is over. */
  *begin(): Generator<number, boolean> {
    const { handle } = this;
    if (handle.object.metadata.deletionTimestamp) {
      handle.removeFinalizer();
      return false;
    }
    if (!handle.hasFinalizer) {
      handle.addFinalizer();
      yield 10;
    }
    if (this.#suspended) {
      if (this.#requestedAt) this.finish(() => undefined);
      return false;
    }
    const { status = {} } = handle.object;
    const edited = status.observedGeneration !== this.#generation;
    if (edited || status.lastHandledReconcileAt !== this.#requestedAt) {
      handle.patchStatus((_, conditions) => {
        const message = 'Reconciliation in progress';
        conditions.set('Reconciling', 'True', 'Progressing', message);
        conditions.set('Ready', 'Unknown', 'Progressing', message);
      });
    }
    yield 80 + 120 * handle.context.random();
    return true;
  }

  ready(reason: string, message: string, change?: (status: any) => void): void {
    this.finish((status, conditions) => {
      conditions.remove('Reconciling', 'Stalled');
      conditions.set('Ready', 'True', reason, message);
      change?.(status);
      status.observedGeneration = this.#generation;
    });
  }

  failed(reason: string, message: string): void {
    this.finish((_, conditions) => {
      conditions.set('Reconciling', 'True', 'ProgressingWithRetry', message);
      conditions.set('Ready', 'False', reason, message);
    });
    this.handle.event('Warning', reason, message);
  }

  finish(change: (status: any, conditions: Conditions) => void): void {
    this.handle.patchStatus((status, conditions) => {
      change(status, conditions);
      if (this.#requestedAt) status.lastHandledReconcileAt = this.#requestedAt;
    });
  }
}
