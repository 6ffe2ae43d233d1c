import { ManualClock } from '../__testUtils__/ManualClock';
import { ReplicaWatch } from './ReplicaWatch';

const LOOK_MS = 15_000;

function setup() {
  const clock = new ManualClock();
  const look = jest.fn(async () => {});
  const onError = jest.fn();
  const watch = new ReplicaWatch({ clock, look, onError });
  watch.start();
  return { clock, look, onError, watch };
}

describe('ReplicaWatch', () => {
  it('looks every fifteen seconds', async () => {
    const { clock, look } = setup();
    await clock.advance(LOOK_MS - 1);
    expect(look).not.toHaveBeenCalled();
    await clock.advance(2 * LOOK_MS);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('says that a look failed, and looks again', async () => {
    const { clock, look, onError } = setup();
    const failure = new Error('the database is away');
    look.mockRejectedValueOnce(failure);
    await clock.advance(2 * LOOK_MS);
    expect(onError.mock.calls).toEqual([[failure]]);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('takes back the look that is due when it stops', async () => {
    const { clock, watch } = setup();
    watch.stop();
    expect(clock.pending).toBe(0);
  });

  it('does not begin anew when it was stopped during a look', async () => {
    const { clock, look, watch } = setup();
    let end = () => {};
    look.mockReturnValueOnce(
      new Promise(resolve => {
        end = resolve;
      }),
    );
    await clock.advance(LOOK_MS);
    watch.stop();
    end();
    await clock.settle();
    expect(clock.pending).toBe(0);
  });
});
