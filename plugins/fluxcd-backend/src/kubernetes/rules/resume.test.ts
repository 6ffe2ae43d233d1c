import {
  failure,
  list,
  object,
  setupReflector,
} from '../../__testUtils__/setupReflector';

describe('Reflector, where it begins', () => {
  it('R10: continues a store that stands somewhere already, without a list', async () => {
    const { client, clock, store, states, start, abort } = setupReflector();
    store.resourceVersion = '7';
    store.names.add('gone');
    await start();
    expect(client.lists).toEqual([]);
    expect(client.watchRequests[0].query?.resourceVersion).toBe('7');
    expect(states).toEqual([{ state: 'watching' }]);

    client.watch.send({ type: 'DELETED', object: object('gone', '8') });
    await clock.settle();
    expect([...store.names]).toEqual([]);
    abort.abort();
  });

  it('R6: lists a collection that was absent and is there again: it is another one', async () => {
    const { client, clock, create, abort } = setupReflector();
    const reflector = create();
    const first = reflector.run(abort.signal);
    await clock.settle();
    client.open = () => failure('not-found', 404);
    await clock.advance(1_000);
    client.watch.end();
    await expect(first).resolves.toBe('absent');

    client.open = () => undefined;
    client.answer = () => list([], { resourceVersion: '3' });
    reflector.run(abort.signal).catch(() => {});
    await clock.settle();
    expect(client.lists).toHaveLength(2);
    expect(client.watchRequests.at(-1)?.query?.resourceVersion).toBe('3');
    abort.abort();
  });
});
