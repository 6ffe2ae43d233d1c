import { Backoff } from '../kubernetes/Backoff';
import type { Clock } from '../kubernetes/Clock';
import { pause } from '../kubernetes/pause';

/** Does a piece of work, again and again until it does not fail, or until `signal` is aborted. Never fails. */
export async function retryUntilDone(options: {
  clock: Clock;
  signal: AbortSignal;
  work: () => Promise<void>;
  onFailure: () => void;
}): Promise<void> {
  const { clock, signal, work, onFailure } = options;
  const backoff = new Backoff({ clock });
  while (!signal.aborted) {
    try {
      await work();
      return;
    } catch {
      onFailure();
      await pause(clock, backoff.next(), signal);
    }
  }
}
