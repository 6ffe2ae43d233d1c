import {
  failure,
  list,
  PATH,
  setupReflector,
} from '../__testUtils__/setupReflector';

describe('Reflector, how it paces itself', () => {
  describe('R7 backs off as client-go does, per cluster', () => {
    it('waits 0.8, 1.6, 3.2 … 30 s while nothing answers', async () => {
      const { client, clock, start, abort } = setupReflector();
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
      const { client, clock, start, abort } = setupReflector();
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
      const { client, clock, start, abort } = setupReflector();
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
      const { client, clock, create, abort } = setupReflector();
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
      const { client, clock, create, abort } = setupReflector();
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
      const { client, clock, start, abort } = setupReflector();
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
      const { client, clock, start, abort } = setupReflector();
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
      const { client, clock, start, abort } = setupReflector();
      await start();
      await clock.advance(1_000);
      client.watch.end();
      await clock.settle();
      expect(client.watches).toHaveLength(2);
      abort.abort();
    });
  });
});
