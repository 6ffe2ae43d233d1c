import {
  failure,
  list,
  object,
  setupReflector,
} from '../../__testUtils__/setupReflector';

/** As clientGo.watch.test.ts, about lists. */
describe("Reflector, as client-go's tests have it, listing", () => {
  it('TestReflectorListAndWatch', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    client.answer = () => list(['foo'], { resourceVersion: '1' });
    await start();
    client.watch.send({ type: 'MODIFIED', object: object('foo', '2') });
    for (const [i, name] of ['bar', 'baz', 'qux', 'zoo'].entries()) {
      client.watch.send({ type: 'ADDED', object: object(name, `${3 + i}`) });
    }
    await clock.settle();
    expect([...store.names]).toEqual(['foo', 'bar', 'baz', 'qux', 'zoo']);
    expect(client.lists.map(r => r.query)).toEqual([
      { limit: 500, continue: undefined },
    ]);
    expect(client.watchRequests.map(r => r.query)).toEqual([
      expect.objectContaining({
        allowWatchBookmarks: true,
        resourceVersion: '1',
      }),
    ]);
    abort.abort();
  });

  it('TestReflectorListAndWatchWithErrors', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    const expire = async () => {
      client.watch.send({ type: 'ERROR', object: { code: 410 } });
      await clock.settle();
    };
    client.answer = () => list([], { resourceVersion: '1' });
    await start();
    client.watch.send({ type: 'ADDED', object: object('foo', '2') });
    client.watch.send({ type: 'ADDED', object: object('bar', '3') });
    await clock.settle();
    expect([...store.names]).toEqual(['foo', 'bar']);

    client.answer = () => list(['foo', 'bar'], { resourceVersion: '3' });
    await expire();
    client.watch.send({ type: 'DELETED', object: object('foo', '4') });
    client.watch.send({ type: 'ADDED', object: object('qux', '5') });
    await clock.settle();
    expect([...store.names]).toEqual(['bar', 'qux']);

    // A list error: what is there stays.
    client.answer = () => failure('server-error', 500);
    await expire();
    expect([...store.names]).toEqual(['bar', 'qux']);

    // A watch error: the next watch, no list.
    client.answer = () => list(['bar', 'qux'], { resourceVersion: '5' });
    client.open = () => failure('server-error', 500);
    await clock.advance(1_000);
    const lists = client.lists.length;
    client.open = () => undefined;
    await clock.advance(5_000);
    client.watch.send({ type: 'ADDED', object: object('baz', '6') });
    await clock.settle();
    expect([...store.names]).toEqual(['bar', 'qux', 'baz']);
    expect(client.lists).toHaveLength(lists);
    abort.abort();
  });

  it('TestReflectorWatchListPageSize', async () => {
    const { client, store, start, abort } = setupReflector();
    const pages: Record<string, ReturnType<typeof list>> = {
      '': list(['0', '1', '2', '3'], { resourceVersion: '10', continue: 'C1' }),
      C1: list(['4', '5', '6', '7'], { resourceVersion: '10', continue: 'C2' }),
      C2: list(['8', '9'], { resourceVersion: '10' }),
    };
    client.answer = ({ query }) => pages[String(query?.continue ?? '')];
    await start();
    expect(client.lists.every(r => r.query?.limit === 500)).toBe(true);
    expect(store.replaced).toEqual([[...'0123456789']]);
    abort.abort();
  });

  it('TestReflectorExpiredExactResourceVersion', async () => {
    const { client, store, start, abort } = setupReflector();
    store.resourceVersion = '10';
    client.open = ({ query }) =>
      query?.resourceVersion === '10' ? failure('expired', 410) : undefined;
    client.answer = () => list(['a', 'b', 'c'], { resourceVersion: '11' });
    await start();
    expect([...store.names]).toEqual(['a', 'b', 'c']);
    // The newest list there is: none that is only as new as the version that has expired.
    expect(client.lists[0].query).not.toHaveProperty('resourceVersion');
    expect(client.watchRequests.map(r => r.query?.resourceVersion)).toEqual([
      '10',
      '11',
    ]);
    abort.abort();
  });

  it('TestReflectorFullListIfExpired', async () => {
    const { client, clock, store, states, start, abort } = setupReflector();
    let expired = 0;
    client.answer = ({ query }) => {
      if (query?.continue && expired < 2) {
        expired += 1;
        return failure('expired', 410);
      }
      return query?.continue
        ? list(['b'], { resourceVersion: '11' })
        : list(['a'], { resourceVersion: '11', continue: 'C1' });
    };
    await start();
    // The first time at once, then after the back-off.
    expect(client.lists).toHaveLength(4);
    expect(states).toMatchObject([{ state: 'failed', reason: 'server-error' }]);
    await clock.advance(800);
    expect(client.lists).toHaveLength(6);
    expect(store.replaced).toEqual([['a', 'b']]);
    expect(states.at(-1)).toEqual({ state: 'watching' });
    abort.abort();
  });

  it.each([
    [
      'by its cause',
      { causes: [{ reason: 'ResourceVersionTooLarge' }] },
      'wait',
    ],
    [
      'by the message of a cause, as 1.17.0 to 1.18.5',
      { causes: [{ message: 'Too large resource version' }] },
      'wait',
    ],
    [
      'by its message, as before 1.17.0',
      {},
      'Timeout: Too large resource version: 20, current: 5',
    ],
  ])(
    'TestReflectorFullListIfTooLarge, told %s',
    async (_, details, message) => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      client.watch.send({
        type: 'ERROR',
        object: {
          kind: 'Status',
          code: 504,
          reason: 'Timeout',
          message,
          details: { ...details, retryAfterSeconds: 1 },
        },
      });
      await clock.settle();
      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(2);
      abort.abort();
    },
  );

  it('TestReflectorReplacesStoreOnUnsafeDelete', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    const pods = ['foo-1', 'foo-2', 'foo-3'];
    client.answer = () => list(pods, { resourceVersion: '3' });
    await start();
    client.watch.send({ type: 'ADDED', object: object('foo', '4') });
    await clock.settle();
    expect(store.names.has('foo')).toBe(true);

    client.answer = () => list(pods, { resourceVersion: '5' });
    client.watch.send({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 500,
        reason: 'StoreReadError',
        message: 'corrupt object has been deleted',
      },
    });
    await clock.settle();
    expect([...store.names]).toEqual(pods);
    expect(store.resourceVersion).toBe('5');
    abort.abort();
  });
});
