import { ManualClock } from '../__testUtils__/ManualClock';
import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import { ClusterLink } from '../kubernetes/ClusterLink';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { keepInTouch } from './keepInTouch';

function setup() {
  const clock = new ManualClock();
  const client = new ScriptedKubernetesClient();
  client.answer = () => ({ gitVersion: 'v1.36.2' });
  const link = new ClusterLink({
    connect: async () => client,
    clock,
    onChange: () => {},
  });
  const abort = new AbortController();
  const running = keepInTouch({ link, clock, signal: abort.signal });
  return { clock, client, link, abort, running };
}

describe('keepInTouch', () => {
  it('leaves a cluster alone that was never reached: discovery is at work there', async () => {
    const { clock, client, abort, running } = setup();
    await clock.advance(19_000);
    expect(client.requests).toHaveLength(0);
    abort.abort();
    await running;
  });

  it('asks a quiet cluster, and none that talks', async () => {
    const { clock, client, link, abort, running } = setup();
    link.contact();
    for (let i = 0; i < 10; i += 1) {
      await clock.advance(15_000);
      link.contact();
    }
    expect(client.requests).toHaveLength(0);

    await clock.advance(65_000);
    expect(client.requests.map(r => r.path)).toEqual([
      '/version',
      '/version',
      '/version',
    ]);
    abort.abort();
    await running;
  });

  it('makes the link see within the minute that nobody answers any more', async () => {
    const { clock, client, link, abort, running } = setup();
    link.contact();
    client.answer = async request => {
      await new Promise<void>(resolve =>
        clock.after(request.timeoutMs ?? Infinity, resolve),
      );
      throw new KubernetesError('no answer', { reason: 'timeout' });
    };
    await clock.advance(50_000);
    expect(link.failure).toMatchObject({ reason: 'timeout', attempts: 2 });
    expect(link.lastContact).toBeLessThan(link.failure!.since);
    abort.abort();
    await clock.advance(60_000);
    await running;
  });
});
