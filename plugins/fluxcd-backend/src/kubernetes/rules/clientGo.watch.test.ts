import {
  failure,
  list,
  object,
  setupReflector,
} from '../../__testUtils__/setupReflector';

/**
 * What client-go's tests of its reflector say about watches, by their names (tools/cache/reflector_test.go). The table in
 * docs/reflector.md tells which of them have no counterpart here, and why.
 */
describe("Reflector, as client-go's tests have it, watching", () => {
  it('TestCloseWatchChannelOnError', async () => {
    const { client, clock, start, abort } = setupReflector();
    await start();
    client.watch.send({ type: 'ERROR', object: object('bar', '1') });
    await clock.settle();
    expect(client.watches[0].closed).toBe(true);
    abort.abort();
  });

  it('TestRunUntil', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    const { result } = await start();
    client.watch.send({ type: 'ADDED', object: object('bar', '11') });
    await clock.settle();
    expect(store.names.has('bar')).toBe(true);
    abort.abort();
    await expect(result).resolves.toBe('stopped');
    expect(client.watch.closed).toBe(true);
  });

  it('TestReflectorWatchStoppedBefore', async () => {
    const { client, start, abort } = setupReflector();
    abort.abort();
    const { result } = await start();
    await expect(result).resolves.toBe('stopped');
    expect(client.requests).toEqual([]);
  });

  it('TestReflectorWatchStoppedAfter, TestReflectorHandleWatchStoppedAfter', async () => {
    const { client, clock, start, abort } = setupReflector();
    const { result } = await start();
    await clock.advance(10);
    abort.abort();
    await expect(result).resolves.toBe('stopped');
    expect(client.watches).toHaveLength(1);
    expect(client.watch.closed).toBe(true);
    expect(client.lists).toHaveLength(1);
  });

  it('TestReflectorHandleWatchStoppedBefore, TestReflectorStopWatch', async () => {
    const { client, start, abort } = setupReflector();
    client.open = () => {
      abort.abort();
      return undefined;
    };
    const { result } = await start();
    await expect(result).resolves.toBe('stopped');
    expect(client.watches.filter(watch => !watch.closed)).toEqual([]);
  });

  it.each([
    ['TestReflectorHandleWatchResultChanClosedBefore', 0],
    ['TestReflectorHandleWatchResultChanClosedAfter', 10],
  ])('%s', async (_, after) => {
    const { client, clock, start, abort } = setupReflector();
    await start();
    await clock.advance(after);
    client.watch.end();
    // A very short watch: an error, which waits.
    await clock.advance(790);
    expect(client.watches).toHaveLength(1);
    await clock.advance(20);
    expect(client.watches).toHaveLength(2);
    abort.abort();
  });

  it('TestReflectorWatchHandler, TestReflectorWatchHandlerError', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    client.answer = () => list(['foo', 'bar'], { resourceVersion: '1' });
    await start();
    client.watch.send({ type: 'DELETED', object: object('foo', '2') });
    client.watch.send({ type: 'MODIFIED', object: object('bar', '55') });
    client.watch.send({ type: 'ADDED', object: object('baz', '32') });
    await clock.settle();
    expect([...store.names]).toEqual(['bar', 'baz']);
    // The last one that came, not the greatest.
    expect(store.resourceVersion).toBe('32');

    await clock.advance(1_000);
    client.watch.end();
    await clock.settle();
    expect(client.watchRequests[1].query?.resourceVersion).toBe('32');
    abort.abort();
  });

  it('TestReflectorResourceVersionUpdate', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    await start();
    const versions = [store.resourceVersion];
    for (const [type, version] of [
      ['MODIFIED', '20'],
      ['BOOKMARK', '30'],
      ['DELETED', '40'],
    ]) {
      client.watch.send({ type, object: object('a', version) });
      await clock.settle();
      versions.push(store.resourceVersion);
    }
    expect(versions).toEqual(['10', '20', '30', '40']);
    abort.abort();
  });

  it.each([
    [0, 240],
    [0.999, 480],
  ])('TestWatchTimeout, with chance %d', async (chance, seconds) => {
    const { client, clock, start, abort } = setupReflector();
    clock.chance = chance;
    await start();
    expect(client.watchRequests[0].query?.timeoutSeconds).toBe(seconds);
    abort.abort();
  });

  it.each([
    [5, 0.8 + 1.6 + 3.2 + 6.4 + 12.8],
    // From the sixth on, half a minute each.
    [40, 0.8 + 1.6 + 3.2 + 6.4 + 12.8 + 25.6 + 34 * 30],
  ])(
    'TestReflectorListAndWatchInitConnBackoff, after %d refused connections',
    async (fails, seconds) => {
      const { client, clock, start, abort } = setupReflector();
      let left = fails;
      client.open = () => {
        left -= 1;
        return left >= 0 ? failure('unreachable') : undefined;
      };
      await start();
      await clock.advance(seconds * 1000 - 1);
      expect(client.watches).toHaveLength(0);
      await clock.advance(1);
      expect(client.watches).toHaveLength(1);
      expect(client.lists).toHaveLength(1);
      abort.abort();
    },
  );

  it('TestBackoffOnTooManyRequests', async () => {
    const { client, clock, start, abort } = setupReflector();
    client.open = () =>
      client.watchRequests.length === 1
        ? failure('rate-limited', 429, 1)
        : undefined;
    await start();
    await clock.advance(999);
    expect(client.watches).toHaveLength(0);
    await clock.advance(1);
    expect(client.watches).toHaveLength(1);

    client.watch.send({
      type: 'ERROR',
      object: { code: 429, details: { retryAfterSeconds: 1 } },
    });
    await clock.advance(999);
    expect(client.watches).toHaveLength(1);
    await clock.advance(1);
    expect(client.watches).toHaveLength(2);
    abort.abort();
  });

  it('TestNoRelistOnTooManyRequests', async () => {
    const { client, clock, start, abort } = setupReflector();
    client.open = () =>
      client.watchRequests.length < 20
        ? failure('rate-limited', 429, 1)
        : undefined;
    await start();
    await clock.advance(19_000);
    expect(client.watches).toHaveLength(1);
    expect(client.watchRequests).toHaveLength(20);
    expect(client.lists).toHaveLength(1);
    abort.abort();
  });

  it('TestRetryInternalError', async () => {
    const { client, clock, start, abort } = setupReflector();
    await start();
    const fail = async () => {
      client.watch.send({
        type: 'ERROR',
        object: { code: 500, reason: 'InternalError' },
      });
      await clock.advance(5_000);
    };
    // Where client-go tries for a time that is set, two are tried again, and the third one is worth a list.
    await fail();
    await fail();
    expect(client.watches).toHaveLength(3);
    expect(client.lists).toHaveLength(1);
    await fail();
    expect(client.watches).toHaveLength(4);
    expect(client.lists).toHaveLength(2);
    abort.abort();
  });

  it('TestRetryInternalError, with one call that succeeds in between', async () => {
    const { client, clock, start, abort } = setupReflector();
    await start();
    for (let i = 1; i <= 8; i += 1) {
      if (i % 2) {
        client.watch.send({
          type: 'BOOKMARK',
          object: { metadata: { resourceVersion: `${i}` } },
        });
      }
      client.watch.send({ type: 'ERROR', object: { code: 500 } });
      await clock.advance(60_000);
    }
    expect(client.lists).toHaveLength(1);
    abort.abort();
  });
});
