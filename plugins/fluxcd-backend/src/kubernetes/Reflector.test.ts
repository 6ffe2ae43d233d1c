import { ManualClock } from '../__testUtils__/ManualClock';
import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import { ClusterLink } from './ClusterLink';
import { KubernetesError } from './KubernetesError';
import { Reflector } from './Reflector';
import type { ReflectorState } from './ReflectorState';
import type { ReflectorStore } from './ReflectorStore';

const PATH = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';

function object(name: string, resourceVersion: string) {
  return { metadata: { name, uid: `uid-${name}`, resourceVersion } };
}

function list(
  names: string[],
  metadata: { resourceVersion: string; continue?: string },
) {
  return { metadata, items: names.map(n => object(n, '1')) };
}

function failure(
  reason: KubernetesError['reason'],
  status?: number,
  retryAfterSeconds?: number,
) {
  return new KubernetesError(`it failed: ${reason}`, {
    reason,
    status,
    retryAfterSeconds,
  });
}

/** A store that commits when the test says so. */
class MemoryStore implements ReflectorStore<string> {
  names = new Set<string>();
  replaced: string[][] = [];
  resourceVersion: string | undefined;
  seen: string | undefined;
  autoCommit = true;

  async replace(items: string[], resourceVersion: string) {
    this.replaced.push(items);
    this.names = new Set(items);
    this.resourceVersion = resourceVersion;
  }
  upsert(item: string, version: string) {
    this.names.add(item);
    this.#see(version);
  }
  remove(item: string, version: string) {
    this.names.delete(item);
    this.#see(version);
  }
  bookmark(version: string) {
    this.#see(version);
  }
  commit() {
    this.resourceVersion = this.seen;
  }
  #see(version: string) {
    this.seen = version;
    if (this.autoCommit) this.commit();
  }
}

function setup() {
  const clock = new ManualClock();
  const client = new ScriptedKubernetesClient();
  client.answer = () => list(['a', 'b'], { resourceVersion: '10' });
  const store = new MemoryStore();
  const states: ReflectorState[] = [];
  const connects: Array<{ fresh?: boolean } | undefined> = [];
  const link = new ClusterLink({
    connect: async options => {
      connects.push(options);
      return client;
    },
    clock,
    onChange: () => {},
  });
  const abort = new AbortController();
  const create = (path = PATH) =>
    new Reflector<string>({
      path,
      link,
      store,
      decode: o => (o as { metadata: { name: string } }).metadata.name,
      clock,
      onState: state => states.push(state),
    });
  const start = async () => {
    const result = create().run(abort.signal);
    await clock.settle();
    return { result };
  };
  return { clock, client, store, states, connects, link, abort, create, start };
}

describe('Reflector', () => {
  describe('R1 lists in pages and applies them as one', () => {
    it('asks for pages of 500 without a resource version and replaces once, after the last page', async () => {
      const { client, store, start, abort } = setup();
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
      const { client, store, start, abort } = setup();
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
      const { client, store, states, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
      await start();
      await clock.advance(91_000);

      expect(client.lists).toHaveLength(2);
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });
  });

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
      const { client, clock, store, start, abort } = setup();
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
      const { client, clock, states, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
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
      const { client, connects, store, start, abort } = setup();
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
      const { client, link, clock, store, start, abort } = setup();
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
      const { client, clock, states, link, start, abort } = setup();
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
      const { client, states, link, start } = setup();
      client.answer = () => failure('not-found', 404);
      const { result } = await start();

      await expect(result).resolves.toBe('absent');
      expect(states.at(-1)).toMatchObject({ state: 'absent' });
      expect(link.failure).toBeUndefined();
    });

    it('lists once after 410 on the opening of a watch', async () => {
      const { client, clock, start, abort } = setup();
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
        const { client, clock, start, abort } = setup();
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
      const { client, clock, start, abort } = setup();
      client.open = () => failure('rate-limited', 429, 86_400);
      await start();
      await clock.advance(299_000);
      expect(client.watchRequests).toHaveLength(1);
      await clock.advance(2_000);
      expect(client.watchRequests).toHaveLength(2);
      abort.abort();
    });

    it('gives up a version that the server fails on three times: it may be unreadable to it', async () => {
      const { client, clock, start, abort } = setup();
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

  describe('R7 backs off as client-go does, per cluster', () => {
    it('waits 0.8, 1.6, 3.2 … 30 s while nothing answers', async () => {
      const { client, clock, start, abort } = setup();
      const times: number[] = [];
      client.answer = () => {
        times.push(clock.now());
        return failure('unreachable');
      };
      await start();
      await clock.advance(120_000);

      const waits = times.slice(1).map((t, i) => t - times[i]);
      expect(waits).toEqual([
        800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000,
      ]);
      abort.abort();
    });

    it('adds up to as much again by chance', async () => {
      const { client, clock, start, abort } = setup();
      clock.chance = 0.5;
      client.answer = () => failure('unreachable');
      await start();
      await clock.advance(1_199);
      expect(client.requests).toHaveLength(1);
      await clock.advance(1);
      expect(client.requests).toHaveLength(2);
      abort.abort();
    });

    it('begins again at 0.8 s after two minutes without a failure', async () => {
      const { client, clock, start, abort } = setup();
      client.answer = () => failure('unreachable');
      await start();
      await clock.advance(10_000);
      client.answer = () => list(['a'], { resourceVersion: '10' });
      await clock.advance(30_000);
      for (let s = 0; s < 150; s += 50) {
        client.watch.sendText('\n');
        await clock.advance(50_000);
      }
      const before = client.watchRequests.length;
      client.open = () => failure('unreachable');
      client.watch.end();
      await clock.advance(900);
      expect(client.watchRequests).toHaveLength(before + 2);
      abort.abort();
    });

    it('sends one probe for all kinds of a cluster', async () => {
      const { client, clock, create, abort } = setup();
      client.answer = () => failure('unreachable');
      const kinds = Array.from({ length: 19 }, (_, i) => create(`${PATH}${i}`));
      kinds.forEach(k => k.run(abort.signal));
      await clock.settle();
      // All had started before the first failure was known.
      expect(client.requests).toHaveLength(19);
      await clock.advance(30_000);
      // 0.8, 2.4, 5.6, 12, 24.8 s
      expect(client.requests).toHaveLength(19 + 5);

      client.answer = () => list([], { resourceVersion: '1' });
      await clock.advance(30_000);
      expect(client.watches).toHaveLength(19);
      abort.abort();
    });

    it('does not hold up other kinds for an error of one', async () => {
      const { client, clock, create, abort } = setup();
      client.answer = ({ path }) =>
        path.endsWith('bad')
          ? failure('server-error', 500)
          : list(['a'], { resourceVersion: '1' });
      create(`${PATH}bad`).run(abort.signal);
      await clock.advance(5_000);
      create().run(abort.signal);
      await clock.settle();
      expect(client.watches).toHaveLength(1);
      abort.abort();
    });

    it('resumes after a connection refused without a list', async () => {
      const { client, clock, start, abort } = setup();
      await start();
      await clock.advance(5_000);
      client.open = () => failure('unreachable');
      client.watch.fail(new Error('ECONNRESET'));
      await clock.advance(20_000);
      client.open = () => undefined;
      await clock.advance(30_000);

      expect(client.watches).toHaveLength(2);
      expect(client.lists).toHaveLength(1);
      abort.abort();
    });
  });

  describe('R8 makes no hot loop of streams that end at once', () => {
    it.each([
      ['end', (s: { end(): void }) => s.end()],
      [
        'break',
        (s: { fail(e: Error): void }) => s.fail(new Error('ECONNRESET')),
      ],
    ])('waits when they %s', async (_, finish) => {
      const { client, clock, start, abort } = setup();
      await start();
      finish(client.watch);
      await clock.advance(700);
      expect(client.watches).toHaveLength(1);
      await clock.advance(200);
      expect(client.watches).toHaveLength(2);
      finish(client.watch);
      await clock.advance(1_500);
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });

    it('goes on at once after a stream that lasted', async () => {
      const { client, clock, start, abort } = setup();
      await start();
      await clock.advance(1_000);
      client.watch.end();
      await clock.settle();
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });
  });

  it('R9 reads no line of more than 4 MiB', async () => {
    const { client, clock, store, start, abort } = setup();
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
    const { client, clock, store, start, abort } = setup();
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
    const { client, clock, start, abort } = setup();
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
    const { client, clock, store, start, abort } = setup();
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
    const { client, clock, start, abort } = setup();
    const { result } = await start();
    expect(clock.pending).toBeGreaterThan(0);
    abort.abort();

    await expect(result).resolves.toBe('stopped');
    expect(clock.pending).toBe(0);
    expect(client.watch.closed).toBe(true);
  });

  it('takes nothing from a stream once it is stopped', async () => {
    const { client, clock, store, start, abort } = setup();
    await start();
    client.watch.send({ type: 'ADDED', object: object('late', '11') });
    abort.abort();
    await clock.settle();
    expect(store.names.has('late')).toBe(false);
  });

  it('can be stopped while it waits for a dead cluster', async () => {
    const { client, clock, start, abort } = setup();
    client.answer = () => failure('unreachable');
    const { result } = await start();
    abort.abort();
    await expect(result).resolves.toBe('stopped');
    expect(clock.pending).toBe(0);
  });
});
