import type { Clock } from '../kubernetes/Clock';
import type { ClusterLink } from '../kubernetes/ClusterLink';
import { pause } from '../kubernetes/pause';

/**
 * A quiet watch brings one bookmark a minute, and a frozen server or a network that drops everything looks like a quiet
 * one. Two unanswered questions, one after this long and one after that, tell within the minute. Milliseconds.
 */
const QUIET_MS = 20_000;
const TIMEOUT_MS = 10_000;

/** Asks the cluster something cheap whenever it has been quiet, so that the link notices when nobody answers. */
export async function keepInTouch(options: {
  link: ClusterLink;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { link, clock, signal } = options;
  while (!signal.aborted) {
    const quietFor = clock.now() - (link.lastContact ?? clock.now());
    if (quietFor < QUIET_MS) {
      await pause(clock, QUIET_MS - quietFor, signal);
      continue;
    }
    // The link draws the conclusions, and holds the next attempt back after a failure.
    await link
      .call(signal, client =>
        client.request({ path: '/version', timeoutMs: TIMEOUT_MS, signal }),
      )
      .catch(() => {});
  }
}
