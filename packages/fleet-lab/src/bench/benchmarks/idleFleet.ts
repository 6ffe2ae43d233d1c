import { setTimeout as sleep } from 'node:timers/promises';
import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { waitUntilListed } from '../ours/waitUntilListed';
import { BenchDatabase } from '../process/BenchDatabase';
import type { Reading } from '../process/Meter';
import { Program } from '../process/Program';
import { type Goal, judge } from '../report/judge';
import type { ApiServerCounts } from '../server/ApiServerOptions';
import { type BenchApiServer, startApiServer } from '../server/startApiServer';
import type { Benchmark, Size } from './Benchmark';

const KINDS = 12;
const SIZES: Record<
  Size,
  { clusters: number; theirs: number; seconds: number }
> = {
  smoke: { clusters: 2, theirs: 1, seconds: 2 },
  // Informers are so heavy that fewer of them show what one weighs. Ours share a thread that weighs as much as a thousand
  // watches: as many clusters as a large fleet has, so that it is not what is measured.
  full: { clusters: 500, theirs: 50, seconds: 75 },
};

const MEMORY: Goal = {
  id: 'B3-memory',
  title: 'Idle watches over TLS, 12 per cluster: memory per watch',
  unit: 'kB',
  text: '≥ 16× less memory per watch than client-node',
  atLeastRatio: 16,
  ifUnmet:
    'A connection of node:http2 over TLS with 13 silent streams, and nothing else, was measured with 190 kB: 15 kB per watch, most of it in OpenSSL, nghttp2 and the native half of each stream. On top come about 10 kB of objects per watch for what a cluster needs (reflector, its timers and back-off, stream of rows, reader on the thread, reporter, discovery), and the ingest thread, some 12 to 18 MB whatever the number. Less would need an HTTP/2 client of our own, or one watch for several kinds, which Kubernetes does not offer.',
};
const RECONNECTS: Goal = {
  id: 'B3-reconnects',
  title: 'The same: watches that the client began anew',
  unit: 'reconnects',
  text: 'no client-side reconnects',
  atMost: 0,
  ifUnmet: 'Watches were begun anew though the server had not ended them.',
};
const CPU: Goal = {
  id: 'B3-cpu',
  title: 'The same: CPU per 1,000 idle watches',
  unit: '% of a core',
  text: 'no goal of the issue; ≥ 300× was hoped for',
  ifUnmet: '',
};

interface Side {
  watches: number;
  kbPerWatch: number;
  percentPer1000: number;
  before: ApiServerCounts;
  after: ApiServerCounts;
}

/** What a process holds for the watches that it opens, and what it does in the time after that. */
async function observe(
  server: BenchApiServer,
  program: Program,
  open: () => Promise<number>,
  seconds: number,
): Promise<Side> {
  await program.call('meter', { delays: false });
  const base = await program.call<number>('residentMb');
  const watches = await open();
  while ((await server.counts()).openWatches < watches) await sleep(100);
  // Whatever the start left behind is over, and collected.
  await sleep(3000);
  const before = await server.counts();
  await program.call('meter', { delays: false });
  await sleep(seconds * 1000);
  const reading = await program.call<Reading>('read');
  const after = await server.counts();
  const held = (await program.call<number>('residentMb')) - base;
  return {
    watches,
    kbPerWatch: (held * 1024) / watches,
    percentPer1000: ((reading.cpuMs / reading.wallMs) * 100 * 1000) / watches,
    before,
    after,
  };
}

async function observeOurs(clusters: number, seconds: number): Promise<Side> {
  const server = await startApiServer({
    clusters,
    objects: {},
    emptyKinds: KINDS,
  });
  const database = await BenchDatabase.create();
  const program = await Program.start('fleet');
  try {
    await program.call('prepare', database.url, clusters);
    return await observe(
      server,
      program,
      async () => {
        const { port, caPem } = server;
        await program.call('start', { port, caPem, clusters });
        await waitUntilListed(database.knex, clusters * KINDS);
        // And of each cluster the definitions.
        return clusters * (KINDS + 1);
      },
      seconds,
    );
  } finally {
    await program.stop();
    await database.drop();
    await server.stop();
  }
}

async function observeTheirs(clusters: number, seconds: number): Promise<Side> {
  const server = await startApiServer({
    clusters,
    objects: {},
    emptyKinds: KINDS,
  });
  const program = await Program.start('informers');
  const paths = FLUX_KINDS.slice(0, KINDS).map(
    ({ group, kind, plural }) =>
      `/apis/${group}/${kind === 'HelmRelease' ? 'v2' : 'v1'}/${plural}`,
  );
  try {
    return await observe(
      server,
      program,
      async () => {
        const { port, caPem } = server;
        await program.call('startIdle', { port, caPem, clusters }, paths);
        return clusters * KINDS;
      },
      seconds,
    );
  } finally {
    await program.stop();
    await server.stop();
  }
}

/** B3. */
export const idleFleet: Benchmark = {
  id: 'B3',
  title: 'An idle fleet',
  async run(size, say) {
    const { clusters, theirs: few, seconds } = SIZES[size];
    // Both at once: they do nearly nothing, and each has a server of its own.
    const [ours, theirs] = await Promise.all([
      observeOurs(clusters, seconds),
      observeTheirs(few, seconds),
    ]);
    const again = ({ before, after }: Side) => after.watches - before.watches;
    for (const [name, side] of Object.entries({ ours, theirs })) {
      say(
        `${name}: ${side.watches} watches on ${
          side.after.connections
        } connections, ${side.kbPerWatch.toFixed(1)} kB and ${again(
          side,
        )} reconnects in ${seconds} s`,
      );
    }
    return [
      judge(MEMORY, {
        ours: [ours.kbPerWatch],
        yardstick: [theirs.kbPerWatch],
        details: {
          'clusters of ours': clusters,
          'clusters of theirs': few,
          'watches of ours': ours.watches,
          'watches of theirs': theirs.watches,
          'connections of ours': ours.after.connections,
          'connections of theirs': theirs.after.connections,
        },
      }),
      judge(RECONNECTS, {
        ours: [again(ours)],
        yardstick: [again(theirs)],
        details: {
          seconds,
          'pages listed by ours in that time':
            ours.after.pages - ours.before.pages,
        },
      }),
      judge(CPU, {
        ours: [ours.percentPer1000],
        yardstick: [theirs.percentPer1000],
      }),
    ];
  },
};
