import type { SignalPayload } from '@backstage/plugin-signals-node';
import { ManualClock } from '../__testUtils__/ManualClock';
import { SignalThrottle } from './SignalThrottle';

function setup(fail = false) {
  const clock = new ManualClock();
  const sent: SignalPayload[] = [];
  const errors: unknown[] = [];
  const throttle = new SignalThrottle({
    signals: {
      async publish(signal) {
        sent.push(signal as SignalPayload);
        if (fail) throw new Error('no events');
      },
    },
    clock,
    onError: error => errors.push(error),
  });
  return { clock, sent, errors, throttle };
}

describe('SignalThrottle', () => {
  it('sends the first at once and collects the others for two seconds', async () => {
    const { clock, sent, throttle } = setup();
    throttle.resourcesChanged('c1');
    expect(sent).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'fluxcd',
        message: { type: 'resources-changed', clusterIds: ['c1'] },
      },
    ]);
    for (let i = 0; i < 100; i += 1) {
      throttle.resourcesChanged(`c${i % 3}`);
      throttle.clustersChanged();
    }
    await clock.advance(1_999);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect(sent.slice(1).map(s => s.message)).toEqual([
      { type: 'resources-changed', clusterIds: ['c0', 'c1', 'c2'] },
      { type: 'clusters-changed' },
    ]);
    throttle.resourcesChanged('c9');
    await clock.advance(1_000);
    expect(sent).toHaveLength(3);
    await clock.advance(1_000);
    expect(sent).toHaveLength(4);
  });

  it('sends nothing when nothing changed, and leaves no timer then', async () => {
    const { clock, sent, throttle } = setup();
    throttle.clustersChanged();
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('survives signals that cannot be sent', async () => {
    const { clock, sent, errors, throttle } = setup(true);
    throttle.clustersChanged();
    await clock.advance(2_000);
    throttle.clustersChanged();
    await clock.settle();
    expect(sent).toHaveLength(2);
    expect(errors).toHaveLength(2);
  });

  it('sends nothing after it is stopped', async () => {
    const { clock, sent, throttle } = setup();
    throttle.clustersChanged();
    throttle.clustersChanged();
    throttle.stop();
    throttle.clustersChanged();
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
