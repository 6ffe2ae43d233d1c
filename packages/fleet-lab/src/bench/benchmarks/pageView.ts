import { BenchBackend } from '../ours/BenchBackend';
import type { Reading } from '../process/Meter';
import { Program } from '../process/Program';
import { type Goal, judge } from '../report/judge';
import { median } from '../report/statistics';
import { startApiServer } from '../server/startApiServer';
import type { Benchmark, Size } from './Benchmark';

const SIZES: Record<
  Size,
  { clusters: number; objects: number; views: number; rounds: number }
> = {
  smoke: { clusters: 2, objects: 100, views: 3, rounds: 1 },
  full: { clusters: 20, objects: 5000, views: 50, rounds: 1 },
};

const BYTES: Goal = {
  id: 'B5-bytes',
  title: 'All Kustomizations of 20 clusters, first page: bytes to the browser',
  unit: 'bytes',
  text: '≥ 10,000× fewer bytes than the fetcher of the Kubernetes plugin',
  atLeastRatio: 10_000,
  ifUnmet:
    'A page is 50 rows with all facets; the number of bytes of the other side grows with the fleet, ours does not.',
};
const LISTS: Goal = {
  id: 'B5-lists',
  title: 'The same: lists that a view asks of the clusters',
  unit: 'lists per view',
  text: '0 upstream lists',
  atMost: 0,
  ifUnmet: 'A view asked a cluster.',
};
const CPU: Goal = {
  id: 'B5-cpu',
  title: 'The same: CPU of the backend per view',
  unit: 'ms',
  text: 'no goal of the issue',
  ifUnmet: '',
};

/** B5. */
export const pageView: Benchmark = {
  id: 'B5',
  title: 'A page view',
  async run(size, say) {
    const { clusters, objects, views, rounds } = SIZES[size];
    const server = await startApiServer({
      clusters,
      objects: { Kustomization: objects },
    });
    const backend = await BenchBackend.start(server, clusters);
    // All objects of all clusters are in its memory at once.
    const fetcher = await Program.start('fetcher', { maxHeapMb: 14_000 });
    try {
      await backend.waitFor(server.objects);
      const path = '/v1/resources?kind=Kustomization&limit=50';
      let bytes = 0;
      for (let i = 0; i < 20; i++) bytes = (await backend.get(path)).length;
      await server.resetCounts();
      await backend.program.call('meter', { delays: false });
      for (let i = 0; i < views; i++) {
        bytes = Buffer.byteLength(await backend.get(path));
      }
      const ours = await backend.program.call<Reading>('read');
      const lists = (await server.counts()).pages / views;

      await server.resetCounts();
      await backend.restart();
      await backend.waitFor(server.objects);
      const again = await backend.program.call<Reading>('read');
      const { pages } = await server.counts();

      await server.resetCounts();
      const theirs: Reading[] = [];
      let view = { bytes: 0, objects: 0 };
      for (let i = 0; i < rounds; i++) {
        const { port, caPem } = server;
        await fetcher.call('meter');
        view = await fetcher.call('view', { port, caPem, clusters });
        theirs.push(await fetcher.call<Reading>('read'));
      }
      const theirLists = (await server.counts()).pages / rounds;
      if (view.objects !== server.objects) {
        throw new Error(`The fetcher found ${view.objects} objects`);
      }
      say(
        `ours ${bytes} bytes, ${lists} lists, ${(ours.cpuMs / views).toFixed(
          1,
        )} ms; fetcher ${view.bytes} bytes, ${theirLists} lists, ${median(
          theirs.map(({ cpuMs }) => cpuMs),
        ).toFixed(0)} ms, ${theirs[0].peakMb.toFixed(0)} MB`,
      );
      return [
        judge(BYTES, { ours: [bytes], yardstick: [view.bytes] }),
        judge(LISTS, { ours: [lists], yardstick: [theirLists] }),
        judge(CPU, {
          ours: [ours.cpuMs / views],
          yardstick: theirs.map(({ cpuMs }) => cpuMs),
          details: {
            'views of ours': views,
            [`CPU of a start with ${server.objects} rows in the database, until the API shows them, s`]:
              (again.cpuMs / 1000).toFixed(1),
            'pages listed by that start': pages,
            'highest memory of the fetcher, MB': theirs[0].peakMb.toFixed(0),
          },
        }),
      ];
    } finally {
      await fetcher.stop();
      await backend.stop();
      await server.stop();
    }
  },
};
