import {
  list,
  object,
  setupReflector,
} from '../../__testUtils__/setupReflector';
import {
  type HttpVersion,
  setupTlsServers,
} from '../../__testUtils__/setupTlsServers';
import { ManualClock } from '../../__testUtils__/ManualClock';
import { ClusterLink } from '../ClusterLink';
import type { KubernetesClient } from '../KubernetesClient';

jest.setTimeout(30_000);

describe('Reflector, what it is safe from', () => {
  it.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
  ])(
    'R9: reads past %s within each other to any depth, for it never walks them',
    async (_, open, close) => {
      const { client, clock, store, start, abort } = setupReflector();
      await start();
      const depth = 400_000;
      const nested = `${open.repeat(depth)}1${close.repeat(depth)}`;
      const text = JSON.stringify({
        type: 'ADDED',
        object: { ...object('deep', '11'), spec: { values: 0 } },
      }).replace('"values":0', () => `"values":${nested}`);
      client.watch.sendText(`${text}\n`);
      await clock.settle();
      expect(store.names.has('deep')).toBe(true);
      expect(client.watches).toHaveLength(1);
      expect(client.watch.closed).toBe(false);
      abort.abort();
    },
  );

  it('R9: ends a line that does not, however many small pieces it comes in', async () => {
    const { client, clock, start, abort } = setupReflector();
    await start();
    const piece = 'x'.repeat(64 * 1024);
    for (let sent = 0; sent <= 64; sent += 1) client.watch.sendText(piece);
    await clock.settle();
    expect(client.watches[0].closed).toBe(true);
    await clock.advance(2_000);
    expect(client.lists).toHaveLength(2);
    abort.abort();
  });

  it('R13: takes events in the order in which they come, whatever the clock of the cluster says', async () => {
    const { client, clock, store, start, abort } = setupReflector();
    client.answer = () => list([], { resourceVersion: '1' });
    await start();
    const at = (creationTimestamp: string, version: string) => {
      const { metadata } = object('a', version);
      return { metadata: { ...metadata, creationTimestamp } };
    };
    client.watch.send({
      type: 'ADDED',
      object: at('2099-01-01T00:00:00Z', '9'),
    });
    client.watch.send({
      type: 'DELETED',
      object: at('1999-01-01T00:00:00Z', '2'),
    });
    await clock.settle();
    expect([...store.names]).toEqual([]);
    expect(store.resourceVersion).toBe('2');
    abort.abort();
  });

  describe.each<HttpVersion>(['HTTP/1.1', 'HTTP/2'])('over %s', version => {
    const servers = setupTlsServers(version);

    it.each([[301], [302], [303], [307], [308]])(
      'R14: takes a redirect (%d) for an error, of lists and of watches, and asks nobody else',
      async status => {
        let asked = 0;
        const other = await servers.listen((_request, response) => {
          asked += 1;
          response.end('{}');
        });
        const { port } = await servers.listen((_request, response) => {
          const location = `https://127.0.0.1:${other.port}/`;
          response.writeHead(status, { location }).end();
        });
        const client = servers.connectTo(port);
        const expected = { reason: 'not-kubernetes', status };
        await expect(client.request({ path: '/apis' })).rejects.toMatchObject(
          expected,
        );
        await expect(client.stream({ path: '/apis' })).rejects.toMatchObject(
          expected,
        );
        expect(asked).toBe(0);
      },
    );

    it('R14: goes on with a new client as soon as there is one, and ends the streams of the old one', async () => {
      const seen: Array<string | undefined> = [];
      let broken = 0;
      const { port } = await servers.listen((request, response) => {
        seen.push(request.headers.authorization);
        response.on('close', () => {
          broken += 1;
        });
        response.writeHead(200).write('\n');
      });
      const connect = (token: string) =>
        servers.connectTo(port, { getToken: async () => token });
      let client: KubernetesClient = connect('old');
      const link = new ClusterLink({
        connect: async () => client,
        clock: new ManualClock(),
        onChange: () => {},
      });
      const { signal } = new AbortController();
      const open = () => link.call(signal, c => c.stream({ path: '/apis' }));
      const read = async (stream: AsyncIterable<Buffer>) => {
        for await (const _ of stream) {
          // Until it ends.
        }
      };
      const reading = read(await open());

      const old = client;
      client = connect('new');
      await old.close();
      await expect(reading).rejects.toMatchObject({ name: 'KubernetesError' });
      const again = read(await open());
      expect(seen).toEqual(['Bearer old', 'Bearer new']);
      while (broken < 1) await new Promise(r => setTimeout(r, 10));

      await client.close();
      await expect(again).rejects.toMatchObject({ name: 'KubernetesError' });
    });
  });
});
