import { readFileSync, writeFileSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const MB = 1024 * 1024;
/** Interval of the timer that meets the delays. Milliseconds. */
const RESOLUTION_MS = 1;

/** What a piece of work cost the process that did it. */
export interface Reading {
  /** Of all threads. Milliseconds. */
  cpuMs: number;
  wallMs: number;
  /** Highest resident memory, all of the process. Megabytes of 2^20 bytes. */
  peakMb: number;
  /** The same, without what the process had when the work began. */
  addedMb: number;
  /** How late a timer fired on the main thread. Milliseconds. */
  delayP99Ms: number;
  delayMaxMs: number;
  /**
   * How long somebody who comes at any moment waits for the main thread, in the worst of hundred cases: a delay counts
   * for as long as it lasts. Milliseconds.
   */
  waitP99Ms: number;
}

/** `gc` of V8 takes options that the types do not know: `last-resort` gives free pages back at once. */
const collect = global.gc as
  | ((options: { type: string; execution: string; flavor: string }) => void)
  | undefined;

/** Meters the process that it is used in. */
export class Meter {
  #cpu = process.cpuUsage();
  #startedAt = performance.now();
  #baseMb = 0;
  #histogram: IntervalHistogram | undefined;

  /**
   * Begins anew: memory that is free is given back before, and the peak is forgotten. Delays are met by a timer that
   * costs two hundredths of a core: leave that out where less is to be measured.
   */
  start({ delays = true } = {}): void {
    global.gc?.();
    this.#histogram?.disable();
    // Linux: sets the peak of the resident memory to what it is now.
    writeFileSync('/proc/self/clear_refs', '5');
    this.#baseMb = readStatus('VmRSS');
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    if (delays) this.#histogram.enable();
    this.#startedAt = performance.now();
    this.#cpu = process.cpuUsage();
  }

  /** Memory of this process when all that is free has been given back to the system. Megabytes. */
  resident(): number {
    collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    return readStatus('VmRSS');
  }

  read(): Reading {
    const { user, system } = process.cpuUsage(this.#cpu);
    const peakMb = readStatus('VmHWM');
    const histogram = this.#histogram!;
    const met = histogram.count > 0;
    const late = (nanoseconds: number) =>
      Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    return {
      cpuMs: (user + system) / 1000,
      wallMs: performance.now() - this.#startedAt,
      peakMb,
      addedMb: peakMb - this.#baseMb,
      delayP99Ms: met ? late(histogram.percentile(99)) : 0,
      delayMaxMs: met ? late(histogram.max) : 0,
      waitP99Ms: met ? waitP99(histogram, late) : 0,
    };
  }
}

/** Of someone who comes at a random moment: within a delay of d, every wait up to d is equally likely. */
function waitP99(
  histogram: IntervalHistogram,
  late: (nanoseconds: number) => number,
): number {
  const delays: Array<{ ms: number; count: number }> = [];
  let before = 0;
  for (const [percentile, value] of histogram.percentiles) {
    const upTo = Math.round((percentile / 100) * histogram.count);
    delays.push({ ms: late(value), count: upTo - before });
    before = upTo;
  }
  const total = delays.reduce(
    (sum, { ms, count }) => sum + (ms + RESOLUTION_MS) * count,
    0,
  );
  // The share of time in which the wait is longer than w: the sum of (d - w) over the delays d above w.
  const longer = (w: number) =>
    delays.reduce(
      (sum, { ms, count }) => sum + Math.max(0, ms - w) * count,
      0,
    ) / total;
  let [low, high] = [0, late(histogram.max)];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (longer(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}

function readStatus(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return (Number(kb) * 1024) / MB;
}
