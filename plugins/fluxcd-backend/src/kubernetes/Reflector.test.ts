import {
  failure,
  list,
  object,
  PATH,
  setupReflector,
} from '../__testUtils__/setupReflector';

describe('Reflector', () => {
  describe('R1 lists in pages and takes them for the whole only after the last', () => {
    it('asks for pages of 500 without a resource version and replaces once, after the last page', async () => {
      const { client, store, start, abort } = setupReflector();
      client.answer = ({ query }) =>
        query?.continue === undefined
          ? list(['a', 'b'], { resourceVersion: '10', continue: 'next' })
          : list(['c'], { resourceVersion: '10' });
      await start();

      expect(client.lists.map(r => r.query)).toEqual([
        { limit: 500, continue: undefined },
        { limit: 500, continue: 'next' },
      ]);
      expect(store.replaced).toEqual([['a', 'b', 'c']]);
      abort.abort();
    });

    it('starts the list again when its continue has expired, and keeps nothing of the first', async () => {
      const { client, store, start, abort } = setupReflector();
      let expired = false;
      client.answer = ({ query }) => {
        if (query?.continue && !expired) {
          expired = true;
          return failure('expired', 410);
        }
        return query?.continue
          ? list(['new-2'], { resourceVersion: '20' })
          : list([expired ? 'new-1' : 'old'], {
              resourceVersion: expired ? '20' : '10',
              continue: 'next',
            });
      };
      await start();

      expect(store.replaced).toEqual([['new-1', 'new-2']]);
      expect(client.watchRequests[0].query?.resourceVersion).toBe('20');
      abort.abort();
    });

    it('applies nothing of a list that holds an object without identity', async () => {
      const { client, store, states, clock, start, abort } = setupReflector();
      client.answer = () => ({
        metadata: { resourceVersion: '10' },
        items: [
          object('a', '1'),
          { metadata: { name: 'b', resourceVersion: '1' } },
        ],
      });
      await start();
      await clock.advance(5_000);

      expect(store.replaced).toEqual([]);
      expect(states.at(-1)).toMatchObject({ state: 'failed' });
      abort.abort();
    });
  });

  describe('R2 watches with bookmarks for a time of chance', () => {
    it.each([
      [0, 240],
      [0.5, 360],
      [0.9999, 480],
    ])('with chance %d it asks for %d seconds', async (chance, seconds) => {
      const { client, clock, start, abort } = setupReflector();
      clock.chance = chance;
      await start();

      expect(client.watchRequests[0]).toMatchObject({
        path: PATH,
        timeoutMs: 0,
        query: {
          watch: true,
          allowWatchBookmarks: true,
          timeoutSeconds: seconds,
          resourceVersion: '10',
        },
      });
      abort.abort();
    });

    it('drops a watch that the server forgets to end five seconds late, and resumes without a list', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      for (let s = 0; s < 244; s += 1) {
        // Bytes keep the idle rule quiet.
        client.watch.sendText('\n');
        await clock.advance(1_000);
      }
      expect(client.watches).toHaveLength(1);
      await clock.advance(1_500);

      expect(client.watches[0].closed).toBe(true);
      expect(client.watches).toHaveLength(2);
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });

    it('resumes from the last bookmark when the server ends the watch', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      client.watch.send({
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: '44' } },
      });
      await clock.settle();
      client.watch.end();
      await clock.settle();

      expect(client.watchRequests[1].query?.resourceVersion).toBe('44');
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });
  });

  describe('R3 gives up a silent stream', () => {
    it('ends it 90 s after the last byte and resumes', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      await clock.advance(80_000);
      client.watch.sendText('\n');
      await clock.advance(89_000);
      expect(client.watches).toHaveLength(1);
      await clock.advance(2_000);

      expect(client.watches[0].closed).toBe(true);
      expect(client.watches).toHaveLength(2);
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });

    it('lists again when a stream never brought a byte: the server may not know the version yet', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      await clock.advance(91_000);

      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });
  });

  it('R9 reads no line of more than 4 MiB', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    await start();
    const big = (size: number) =>
      `${JSON.stringify({
        type: 'ADDED',
        object: { ...object('big', '11'), spec: 'x'.repeat(size) },
      })}\n`;
    client.watch.sendText(big(4 * 1024 * 1024 - 1000));
    await clock.settle();
    expect(store.names.has('big')).toBe(true);

    store.names.delete('big');
    const line = big(4 * 1024 * 1024 + 1);
    // It is noticed before the end of the line comes.
    client.watch.sendText(line.slice(0, -1));
    await clock.advance(2_000);
    expect(client.watches[0].closed).toBe(true);
    expect(client.lists).toHaveLength(2);
    abort.abort();
  });

  it('R10 resumes where the store is committed, not where the stream was', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    await start();
    store.autoCommit = false;
    client.watch.send({ type: 'ADDED', object: object('c', '11') });
    await clock.advance(1_000);
    client.watch.end();
    await clock.settle();
    expect(client.watchRequests[1].query?.resourceVersion).toBe('10');

    store.commit();
    await clock.advance(1_000);
    client.watch.end();
    await clock.settle();
    expect(client.watchRequests[2].query?.resourceVersion).toBe('11');
    abort.abort();
  });

  it('R12 takes resource versions as they come: no number, no order', async () => {
    const { client, clock, start, abort } = setupReflector();
    client.answer = () => list(['a'], { resourceVersion: 'zzz/9' });
    await start();
    client.watch.send({ type: 'MODIFIED', object: object('a', 'aaa-1') });
    await clock.advance(1_000);
    client.watch.end();
    await clock.settle();
    expect(client.watchRequests.map(r => r.query?.resourceVersion)).toEqual([
      'zzz/9',
      'aaa-1',
    ]);
    abort.abort();
  });

  it('follows additions, changes and deletions, cut wherever the network cuts them', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    await start();
    const text = [
      { type: 'ADDED', object: object('ünï', '11') },
      { type: 'DELETED', object: object('a', '12') },
    ]
      .map(e => `${JSON.stringify(e)}\n`)
      .join('');
    const bytes = Buffer.from(text);
    for (let i = 0; i < bytes.length; i += 1) {
      client.watch.sendBytes(bytes.subarray(i, i + 1));
    }
    await clock.settle();
    expect([...store.names]).toEqual(['b', 'ünï']);
    expect(store.resourceVersion).toBe('12');
    abort.abort();
  });

  it('leaves no timer and no stream when it is stopped', async () => {
    const { client, clock, start, abort } = setupReflector();
    const { result } = await start();
    expect(clock.pending).toBeGreaterThan(0);
    abort.abort();

    await expect(result).resolves.toBe('stopped');
    expect(clock.pending).toBe(0);
    expect(client.watch.closed).toBe(true);
  });

  it('takes nothing from a stream once it is stopped', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    await start();
    client.watch.send({ type: 'ADDED', object: object('late', '11') });
    abort.abort();
    await clock.settle();
    expect(store.names.has('late')).toBe(false);
  });

  it('can be stopped while it waits for a dead cluster', async () => {
    const { client, clock, start, abort } = setupReflector();
    client.answer = () => failure('unreachable');
    const { result } = await start();
    abort.abort();
    await expect(result).resolves.toBe('stopped');
    expect(clock.pending).toBe(0);
  });
});
