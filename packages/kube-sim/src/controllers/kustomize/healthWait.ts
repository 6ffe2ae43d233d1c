import { KubeObject } from '../../store/ObjectStore';
import { SimClock } from '../runtime/SimClock';
import { objectHealth } from './objectHealth';

/** Pause between two looks, milliseconds. */
const POLL_MS = 5000;

/**
 * Waits until every object is Current. Returns undefined then, or the message that Flux shows: after the timeout, or
 * early when nothing is in progress any more and something has failed.
 */
export function* healthWait(options: {
  clock: SimClock;
  timeoutMs: number;
  targets: Array<{ label: string; find: () => KubeObject | undefined }>;
  pollMs?: number;
}): Generator<number, string | undefined> {
  const { clock, timeoutMs, targets, pollMs = POLL_MS } = options;
  for (let waited = 0; ; ) {
    const pending = targets
      .map(({ label, find }) => ({ label, status: objectHealth(find()) }))
      .filter(({ status }) => status !== 'Current');
    if (pending.length === 0) return undefined;
    const say = (items: typeof pending) =>
      items
        .map(({ label, status }) => `${label} status: '${status}'`)
        .join(', ');
    const failed = pending.filter(({ status }) => status === 'Failed');
    if (failed.length === pending.length) {
      return `failed early due to stalled resources: [${say(failed)}]`;
    }
    if (waited >= timeoutMs) return `timeout waiting for: [${say(pending)}]`;
    const pause = Math.min(pollMs, timeoutMs - waited);
    const before = clock.now();
    yield pause;
    waited += Math.max(pause, (clock.now() - before) * clock.speed);
  }
}
