import { ManualClock } from '../__testUtils__/ManualClock';
import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import { ClusterLink } from './ClusterLink';
import { KubernetesError } from './KubernetesError';

function setup() {
  const clock = new ManualClock();
  const client = new ScriptedKubernetesClient();
  client.answer = () => 'answer';
  const connects: Array<{ fresh?: boolean } | undefined> = [];
  const changes: unknown[] = [];
  const link: ClusterLink = new ClusterLink({
    connect: async options => {
      connects.push(options);
      return client;
    },
    clock,
    onChange: () => changes.push(link.failure?.reason),
  });
  const abort = new AbortController();
  const call = (path = '/') =>
    link.call(abort.signal, c => c.request<string>({ path }));
  return { clock, client, connects, changes, link, abort, call };
}

function failure(reason: KubernetesError['reason'], status?: number) {
  return new KubernetesError('it failed', { reason, status });
}

describe('ClusterLink', () => {
  it('lets nobody through while a probe hangs, however long', async () => {
    const { clock, client, abort, call } = setup();
    client.answer = () => failure('unreachable');
    await expect(call()).rejects.toThrow('it failed');

    let answer: (value: unknown) => void = () => {};
    client.answer = () => new Promise(resolve => (answer = resolve));
    const waiting = [call('/a'), call('/b'), call('/c')];
    await clock.advance(60_000);
    expect(client.requests).toHaveLength(2);

    client.answer = () => 'answer';
    answer('answer');
    await expect(Promise.all(waiting)).resolves.toEqual([
      'answer',
      'answer',
      'answer',
    ]);
    abort.abort();
  });

  it.each([
    ['unreachable', undefined, true],
    ['dns', undefined, true],
    ['tls', undefined, true],
    ['rate-limited', 429, true],
    ['server-error', 502, true],
    ['server-error', 503, true],
    ['server-error', 500, false],
    ['forbidden', 403, false],
    ['not-found', 404, false],
    ['expired', 410, false],
    ['invalid', 422, false],
  ] as const)(
    'after %s (%s), holding everything up is %s',
    async (reason, status, held) => {
      const { client, link, call } = setup();
      client.answer = () => failure(reason, status);
      await expect(call()).rejects.toMatchObject({ reason });
      expect(link.failure !== undefined).toBe(held);
    },
  );

  it('counts requests that were under way together as one failure', async () => {
    const { client, link, changes, call } = setup();
    client.answer = () => failure('unreachable');
    await Promise.allSettled([call(), call(), call()]);
    expect(link.failure?.attempts).toBe(1);
    expect(changes).toEqual(['unreachable']);
  });

  it('asks for a fresh credential again when the next one expires', async () => {
    const { client, connects, call } = setup();
    for (let time = 1; time <= 2; time += 1) {
      let refused = false;
      client.answer = () => {
        if (refused) return 'answer';
        refused = true;
        return failure('unauthorized', 401);
      };
      await expect(call()).resolves.toBe('answer');
    }
    expect(connects.filter(options => options?.fresh)).toHaveLength(2);
  });

  it('knows when the cluster answered last, also with a refusal', async () => {
    const { clock, client, link, call } = setup();
    expect(link.lastContact).toBeUndefined();
    client.answer = () => failure('unreachable');
    await expect(call()).rejects.toThrow();
    expect(link.lastContact).toBeUndefined();
    await clock.advance(5_000);
    client.answer = () => failure('forbidden', 403);
    await expect(call()).rejects.toThrow();
    expect(link.lastContact).toBe(clock.now());
  });

  it('never repeats the words of an error that it does not know', async () => {
    const { client, link, call } = setup();
    client.answer = () => new Error('password=CANARY at 10.0.0.1');
    await expect(call()).rejects.toMatchObject({
      reason: 'unknown',
      message: 'The cluster could not be read',
    });
    expect(JSON.stringify(link.failure)).not.toContain('CANARY');
  });

  it('does not wait for work that takes no notice of the signal', async () => {
    const { clock, client, abort, call } = setup();
    client.answer = () => new Promise(() => {});
    const calling = call();
    await clock.settle();
    abort.abort();
    await expect(calling).rejects.toThrow('Stopped');
  });
});
