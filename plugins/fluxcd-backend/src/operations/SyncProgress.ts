import type {
  OperationStep,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** How often progress is written at most. Milliseconds. */
const PROGRESS_MS = 500;
/** How often it is written without any: a heart that is silent much longer has stopped. Milliseconds. */
const HEARTBEAT_MS = 5_000;

/** Writes how a target stands, however often it is told. A write that fails is made up for by the next. */
export class SyncProgress {
  readonly #write: (target: OperationTarget) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #target: OperationTarget;
  #unsaved = false;
  #savedAt = Date.now();
  #writing: Promise<void> | undefined;

  constructor(options: {
    target: OperationTarget;
    write: (target: OperationTarget) => Promise<void>;
    onError: (error: unknown) => void;
  }) {
    this.#target = options.target;
    this.#write = options.write;
    this.#onError = options.onError;
    this.#timer = setInterval(() => this.#tick(), PROGRESS_MS);
    this.#timer.unref();
  }

  /** As it was told last. */
  get target(): OperationTarget {
    return this.#target;
  }

  report(steps: readonly OperationStep[]): void {
    this.#target = { ...this.#target, steps: [...steps] };
    this.#unsaved = true;
  }

  /** Writes nothing from then on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  #tick(): void {
    const due = this.#unsaved || Date.now() - this.#savedAt >= HEARTBEAT_MS;
    if (!due || this.#writing) return;
    this.#unsaved = false;
    this.#writing = this.#write(this.#target)
      .then(() => {
        this.#savedAt = Date.now();
      })
      .catch(error => {
        this.#unsaved = true;
        this.#onError(error);
      })
      .finally(() => {
        this.#writing = undefined;
      });
  }
}
