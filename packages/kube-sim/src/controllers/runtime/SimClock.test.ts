import { SimClock } from './SimClock';

describe('SimClock', () => {
  it('runs virtual timers in the order they are due, at the time they are due', () => {
    const clock = new SimClock({ startAt: 1000 });
    const ran: Array<[string, number]> = [];
    const note = (name: string) => () => ran.push([name, clock.now()]);
    clock.after(300, note('late'));
    clock.after(100, () => {
      note('early')();
      clock.after(50, note('nested'));
    });
    clock.after(100, note('second'));
    clock.after(200, note('cancelled'))();
    clock.advance(250);
    expect(ran).toEqual([
      ['early', 1100],
      ['second', 1100],
      ['nested', 1150],
    ]);
    expect(clock.now()).toBe(1250);
    clock.advance(50);
    expect(ran.at(-1)).toEqual(['late', 1300]);
  });

  it('sleeps without anything happening', () => {
    const clock = new SimClock({ startAt: 0 });
    let ran = 0;
    clock.after(100, () => {
      ran += 1;
    });
    clock.skip(1000);
    clock.advance(99);
    expect(ran).toBe(0);
    clock.advance(1);
    expect(ran).toBe(1);
  });

  it('follows the wall clock once it is live, faster when told so', async () => {
    const clock = new SimClock({ startAt: 0 });
    const moments: string[] = [];
    const done = new Promise<void>(resolve => {
      clock.after(120_000, () => {
        moments.push('two minutes');
        resolve();
      });
    });
    clock.after(60_000, () => moments.push('one minute'));
    clock.goLive({ speed: 10_000 });
    await done;
    clock.stop();
    expect(moments).toEqual(['one minute', 'two minutes']);
    expect(() => clock.advance(1)).toThrow('live');
  });
});
