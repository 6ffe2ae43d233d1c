import { ManualClock } from '../__testUtils__/ManualClock';
import { DiscoverySchedule } from './DiscoverySchedule';

function setup() {
  const clock = new ManualClock();
  const abort = new AbortController();
  const schedule = new DiscoverySchedule({ clock, signal: abort.signal });
  const started = clock.now();
  const times: number[] = [];
  const loop = (async () => {
    while (!abort.signal.aborted) {
      times.push(clock.now() - started);
      await schedule.rest('routine');
    }
  })();
  return { clock, abort, schedule, times, loop };
}

describe('DiscoverySchedule', () => {
  it('comes every five minutes', async () => {
    const { clock, abort, times } = setup();
    await clock.advance(700_000);
    expect(times).toEqual([0, 300_000, 600_000]);
    abort.abort();
  });

  it('comes half a second after a hint and twice again, then as usual', async () => {
    const { clock, abort, schedule, times } = setup();
    await clock.advance(1_000);
    schedule.hint();
    await clock.advance(330_000);
    expect(times).toEqual([0, 1_500, 6_500, 21_500, 321_500]);
    abort.abort();
  });

  it('is not put off by hints that do not end', async () => {
    const { clock, abort, schedule, times } = setup();
    for (let i = 0; i < 100; i += 1) {
      await clock.advance(100);
      schedule.hint();
    }
    expect(times.length).toBeGreaterThan(15);
    abort.abort();
  });

  it('comes again soon when the hint came while discovery was under way', async () => {
    const clock = new ManualClock();
    const schedule = new DiscoverySchedule({
      clock,
      signal: new AbortController().signal,
    });
    schedule.hint();
    let done = false;
    const rest = schedule.rest('routine').then(() => (done = true));
    await clock.advance(499);
    expect(done).toBe(false);
    await clock.advance(1);
    await rest;
  });

  it('ends when it is stopped, and leaves no timer', async () => {
    const { clock, abort, loop } = setup();
    await clock.settle();
    abort.abort();
    await loop;
    expect(clock.pending).toBe(0);
  });
});
