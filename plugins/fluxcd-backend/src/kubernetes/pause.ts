import type { Clock } from './Clock';

/** Waits `ms`, or less when `signal` is aborted. Never fails: look at the signal afterwards. */
export function pause(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    let cancel = () => {};
    const finish = () => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    cancel = clock.after(ms, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
