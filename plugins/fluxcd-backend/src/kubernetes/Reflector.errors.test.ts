import {
  failure,
  list,
  object,
  setupReflector,
} from '../__testUtils__/setupReflector';

describe('Reflector, when something fails', () => {
  describe('R4 trusts no stream that sent nonsense', () => {
    const added = (metadata: object) =>
      JSON.stringify({ type: 'ADDED', object: { metadata } });
    it.each([
      ['a line that is no JSON', '{"type":"DELETED","object":{"metada'],
      ['a line that is null', 'null'],
      ['an unknown type', '{"type":"RENAMED","object":{}}'],
      ['an object without uid', added({ name: 'x', resourceVersion: '11' })],
      ['an object without name', added({ uid: 'x', resourceVersion: '11' })],
      ['an object without resourceVersion', added({ name: 'x', uid: 'u' })],
      ['a bookmark without version', '{"type":"BOOKMARK","object":{}}'],
      ['an event without object', '{"type":"DELETED"}'],
    ])('ends it and lists again after %s', async (_, line) => {
      const { client, clock, store, start, abort } = setupReflector();
      await start();
      const later = JSON.stringify({
        type: 'ADDED',
        object: object('after', '12'),
      });
      client.watch.sendText(`${line}\n${later}\n`);
      await clock.settle();
      // At once, not after the back-off.
      expect(client.watches[0].closed).toBe(true);
      await clock.advance(2_000);
      expect(client.lists).toHaveLength(2);
      expect(store.names.has('after')).toBe(false);
      abort.abort();
    });

    it('marks the kind after the third time in ten minutes, and goes on', async () => {
      const { client, clock, states, start, abort } = setupReflector();
      await start();
      for (let time = 1; time <= 3; time += 1) {
        expect(states.at(-1)).toEqual({ state: 'watching' });
        client.watch.send({ type: 'ADDED', object: object('c', '11') });
        client.watch.sendText('nonsense\n');
        await clock.advance(60_000);
      }
      expect(states.at(-1)).toMatchObject({ state: 'failed' });
      client.watch.send({ type: 'ADDED', object: object('d', '12') });
      await clock.settle();
      expect(client.watch.closed).toBe(false);

      // Ten minutes later it is forgotten.
      for (let s = 0; s < 600; s += 60) {
        client.watch.sendText('\n');
        await clock.advance(60_000);
      }
      expect(states.at(-1)).toEqual({ state: 'watching' });
      abort.abort();
    });
  });

  describe('R5 reads errors in the stream', () => {
    it('lists once after 410', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      client.watch.send({
        type: 'ERROR',
        object: { kind: 'Status', code: 410, reason: 'Expired' },
      });
      await clock.settle();

      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });

    it('backs off when every list is answered with 410 again', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      const expire = async () => {
        client.watch.send({ type: 'ERROR', object: { code: 410 } });
        await clock.settle();
      };
      await expire();
      await expire();
      expect(client.lists).toHaveLength(2);
      await clock.advance(900);
      expect(client.lists).toHaveLength(3);
      abort.abort();
    });

    it('waits as long as a 429 says and resumes without a list', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      client.watch.send({
        type: 'ERROR',
        object: { code: 429, details: { retryAfterSeconds: 7 } },
      });
      await clock.advance(6_900);
      expect(client.watches).toHaveLength(1);
      await clock.advance(200);
      expect(client.watches).toHaveLength(2);
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });

    it('backs off after any other and resumes at the last version', async () => {
      const { client, clock, start, abort } = setupReflector();
      await start();
      client.watch.send({ type: 'ADDED', object: object('c', '11') });
      client.watch.send({ type: 'ERROR', object: { code: 500 } });
      await clock.advance(700);
      expect(client.watches).toHaveLength(1);
      await clock.advance(200);
      expect(client.watchRequests[1].query?.resourceVersion).toBe('11');
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });
  });

  describe('R6 reads HTTP errors', () => {
    it('asks once for a fresh credential after 401, and goes on with it', async () => {
      const { client, connects, store, start, abort } = setupReflector();
      client.answer = () =>
        connects.at(-1)?.fresh
          ? list(['a'], { resourceVersion: '10' })
          : failure('unauthorized', 401);
      await start();

      expect(connects[1]).toEqual({ fresh: true });
      expect(store.replaced).toEqual([['a']]);
      abort.abort();
    });

    it('is unauthorized when the fresh credential is refused too, and asks once a minute at most', async () => {
      const { client, link, clock, store, start, abort } = setupReflector();
      client.answer = () => failure('unauthorized', 401);
      await start();
      expect(link.failure).toMatchObject({ reason: 'unauthorized' });
      expect(client.requests).toHaveLength(2);
      await clock.advance(59_000);
      expect(client.requests).toHaveLength(2);
      await clock.advance(2_000);
      expect(client.requests).toHaveLength(3);
      expect(store.replaced).toEqual([]);
      abort.abort();
    });

    it('marks the kind forbidden after 403 and asks again within five minutes', async () => {
      const { client, clock, states, link, start, abort } = setupReflector();
      client.answer = () => failure('forbidden', 403);
      await start();
      expect(states).toEqual([
        {
          state: 'forbidden',
          reason: 'forbidden',
          message: 'it failed: forbidden',
        },
      ]);
      // The server answers: other kinds are not held up.
      expect(link.failure).toBeUndefined();

      client.answer = () => list(['a'], { resourceVersion: '10' });
      await clock.advance(140_000);
      expect(client.requests).toHaveLength(1);
      await clock.advance(160_000);
      expect(states.at(-1)).toEqual({ state: 'watching' });
      abort.abort();
    });

    it('ends as absent after 404', async () => {
      const { client, states, link, start } = setupReflector();
      client.answer = () => failure('not-found', 404);
      const { result } = await start();

      await expect(result).resolves.toBe('absent');
      expect(states.at(-1)).toMatchObject({ state: 'absent' });
      expect(link.failure).toBeUndefined();
    });

    it('lists once after 410 on the opening of a watch', async () => {
      const { client, clock, start, abort } = setupReflector();
      let refused = false;
      client.open = () => {
        if (refused) return undefined;
        refused = true;
        return failure('expired', 410);
      };
      await start();
      await clock.settle();
      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(1);
      abort.abort();
    });

    it.each([
      ['rate-limited', 429],
      ['server-error', 503],
    ] as const)(
      'honours Retry-After of %s on a watch, and does not list',
      async (reason, status) => {
        const { client, clock, start, abort } = setupReflector();
        client.open = () => failure(reason, status, 20);
        await start();
        expect(client.watchRequests).toHaveLength(1);
        await clock.advance(19_000);
        expect(client.watchRequests).toHaveLength(1);
        client.open = () => undefined;
        await clock.advance(2_000);
        expect(client.watchRequests).toHaveLength(2);
        expect(client.lists).toHaveLength(1);
        abort.abort();
      },
    );

    it('honours no Retry-After beyond five minutes', async () => {
      const { client, clock, start, abort } = setupReflector();
      client.open = () => failure('rate-limited', 429, 86_400);
      await start();
      await clock.advance(299_000);
      expect(client.watchRequests).toHaveLength(1);
      await clock.advance(2_000);
      expect(client.watchRequests).toHaveLength(2);
      abort.abort();
    });

    it('gives up a version that the server fails on three times: it may be unreadable to it', async () => {
      const { client, clock, start, abort } = setupReflector();
      client.open = ({ query }) =>
        query?.resourceVersion === '10'
          ? failure('server-error', 500)
          : undefined;
      await start();
      client.answer = () => list(['a'], { resourceVersion: '99' });
      await clock.advance(10_000);
      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(1);
      abort.abort();
    });
  });

  it('lists again, after a moment, when its reader lost what it had read', async () => {
    const { client, clock, reader, start, abort } = setupReflector();
    const beginWatch = jest.spyOn(reader, 'beginWatch');
    await start();
    const [, onBatch] = beginWatch.mock.calls[0];
    onBatch({ events: 0, changes: [], end: { type: 'lost', message: 'x' } });
    await clock.settle();
    expect(client.watches[0].closed).toBe(true);
    expect(client.lists).toHaveLength(1);
    await clock.advance(2_000);
    expect(client.lists).toHaveLength(2);
    expect(client.watches).toHaveLength(2);
    abort.abort();
  });

  it('reads all that the server sent before it opens the next watch', async () => {
    const { client, clock, reader, start, abort } = setupReflector();
    let finish = () => {};
    jest.spyOn(reader, 'beginWatch').mockImplementationOnce((_, onBatch) => ({
      push: () => undefined,
      end: () =>
        new Promise<void>(resolve => {
          finish = () => {
            onBatch({ events: 1, changes: [], resourceVersion: '77' });
            resolve();
          };
        }),
    }));
    await start();
    client.watch.send({ type: 'ADDED', object: object('c', '77') });
    client.watch.end();
    await clock.advance(5_000);
    expect(client.watches).toHaveLength(1);
    finish();
    await clock.settle();
    expect(client.watchRequests[1].query?.resourceVersion).toBe('77');
    abort.abort();
  });

  it('waits when its reader cannot follow', async () => {
    const { client, clock, reader, start, abort } = setupReflector();
    let go = () => {};
    const push = jest.fn(() => new Promise<void>(resolve => (go = resolve)));
    jest
      .spyOn(reader, 'beginWatch')
      .mockReturnValueOnce({ push, end: async () => {} });
    await start();
    client.watch.sendText('\n');
    client.watch.sendText('\n');
    await clock.settle();
    expect(push).toHaveBeenCalledTimes(1);
    go();
    await clock.settle();
    expect(push).toHaveBeenCalledTimes(2);
    go();
    abort.abort();
  });
});
