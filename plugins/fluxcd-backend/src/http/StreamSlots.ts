import { RequestError } from './RequestError';

/** Streams that are open at once; each holds a connection to a cluster. */
const PER_USER = 10;
const IN_ALL = 50;

/** Keeps a few readers from holding every connection. */
export class StreamSlots {
  readonly #open = new Map<string, number>();

  /**
   * Takes a place until `signal` is aborted.
   * @throws RequestError (429)
   */
  take(actor: string, signal: AbortSignal): void {
    signal.throwIfAborted();
    const own = this.#open.get(actor) ?? 0;
    const all = [...this.#open.values()].reduce((sum, n) => sum + n, 0);
    if (own >= PER_USER || all >= IN_ALL) {
      throw new RequestError(
        'TooManyRequestsError',
        'Too many logs are open: close one and try again',
      );
    }
    this.#open.set(actor, own + 1);
    signal.addEventListener(
      'abort',
      () => {
        const left = (this.#open.get(actor) ?? 1) - 1;
        if (left > 0) this.#open.set(actor, left);
        else this.#open.delete(actor);
      },
      { once: true },
    );
  }
}
