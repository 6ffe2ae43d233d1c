import { ManualClock } from '../__testUtils__/ManualClock';
import { Repeater } from './Repeater';

const DELAY_MS = 15_000;

function setup() {
  const clock = new ManualClock();
  const work = jest.fn(async () => {});
  const onError = jest.fn();
  const delay = jest.fn(() => DELAY_MS);
  const repeater = new Repeater({ clock, delay, work, onError });
  repeater.start();
  /** The next piece of work ends when the test says so. */
  const holdWork = () => {
    let release = () => {};
    work.mockReturnValueOnce(
      new Promise(resolve => {
        release = resolve;
      }),
    );
    return () => release();
  };
  return { clock, work, onError, delay, repeater, holdWork };
}

describe('Repeater', () => {
  it('does its work again and again', async () => {
    const { clock, work } = setup();
    await clock.advance(DELAY_MS - 1);
    expect(work).not.toHaveBeenCalled();
    await clock.advance(2 * DELAY_MS);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('says that the work failed, and does it again', async () => {
    const { clock, work, onError } = setup();
    const failure = new Error('the database is away');
    work.mockRejectedValueOnce(failure);
    await clock.advance(2 * DELAY_MS);
    expect(onError.mock.calls).toEqual([[failure]]);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('does it at once when it is asked to, and counts the delay from then', async () => {
    const { clock, work, repeater } = setup();
    await clock.advance(DELAY_MS - 1);
    await repeater.now();
    expect(work).toHaveBeenCalledTimes(1);
    await clock.advance(DELAY_MS - 1);
    expect(work).toHaveBeenCalledTimes(1);
    await clock.advance(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('does it once more for all who ask while it is done, and never twice at a time', async () => {
    const { clock, work, repeater, holdWork } = setup();
    const releases = [holdWork(), holdWork()];
    const first = repeater.now();
    const second = Promise.all([repeater.now(), repeater.now()]);
    await clock.settle();
    expect(work).toHaveBeenCalledTimes(1);
    releases[0]();
    await first;
    await clock.settle();
    expect(work).toHaveBeenCalledTimes(2);
    releases[1]();
    await second;
    await clock.settle();
    expect(work).toHaveBeenCalledTimes(2);
    expect(clock.pending).toBe(1);
  });

  it('tells whoever asked that the work failed', async () => {
    const { work, repeater } = setup();
    work.mockRejectedValueOnce(new Error('no'));
    const asked = repeater.now();
    const next = repeater.now();
    await expect(asked).rejects.toThrow('no');
    await expect(next).resolves.toBeUndefined();
  });

  it('has ended its work when it has stopped, and begins none', async () => {
    const { clock, work, repeater, holdWork } = setup();
    const release = holdWork();
    await clock.advance(DELAY_MS);
    let ended = false;
    const stopped = repeater.stop().then(() => {
      ended = true;
    });
    await clock.settle();
    expect(ended).toBe(false);
    release();
    await stopped;
    await repeater.now();
    expect(work).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });
});
