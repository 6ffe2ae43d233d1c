import { waitUntilListed } from '../ours/waitUntilListed';
import { BenchDatabase } from '../process/BenchDatabase';
import type { Reading } from '../process/Meter';
import { Program } from '../process/Program';
import { type Goal, judge } from '../report/judge';
import { median } from '../report/statistics';
import { type BenchApiServer, startApiServer } from '../server/startApiServer';
import type { Benchmark, Size } from './Benchmark';

const SIZES: Record<
  Size,
  { clusters: number; objects: number; rounds: number }
> = {
  smoke: { clusters: 2, objects: 200, rounds: 1 },
  full: { clusters: 20, objects: 5000, rounds: 2 },
};

const CPU: Goal = {
  id: 'B1-cpu',
  title: 'Cold start of 20 × 5,000 Kustomizations: CPU of the Node process',
  unit: 's',
  text: '≥ 8× less CPU than client-node informers',
  atLeastRatio: 8,
  ifUnmet:
    'Ours includes what informers do not do: every row is projected, digested and committed to PostgreSQL with its history, and what its inventory lists, four million objects here, goes there as texts that PostgreSQL makes rows of. The goal is half of the floor, which unpacks and parses all and keeps nothing; the profile of ours is flat: cutting and parsing a third, digests and texts of inventories a fifth, JSON to the main thread and to PostgreSQL a quarter, the collector a seventh. More would need a scanner in native code.',
};
const MEMORY: Goal = {
  id: 'B1-memory',
  title: 'The same: highest resident memory of the process, all included',
  unit: 'MB',
  text: '≥ 8× less memory than client-node informers',
  atLeastRatio: 8,
  ifUnmet:
    'A page of each of sixteen lists is held. Most of the rest is not held by anything: Node lets the young objects of the main thread grow to 128 MB before it looks, and those of a plugin cannot choose the flags of its process; the ingest thread, whose limits can be chosen, has 32 MB of them. A Node process that does nothing has 45 MB.',
};
const DELAY: Goal = {
  id: 'B1-delay',
  title: 'The same: event-loop delay of the main thread, p99',
  unit: 'ms',
  text: 'p99 event-loop delay ≤ ¼ of theirs',
  atLeastRatio: 4,
  ifUnmet:
    'Both sides share two cores with the API server and PostgreSQL, so a part of the delay is waiting for a core, which no code can take away; informers stall rarely but long, see the longest delay and the wait in the details.',
};

interface Round {
  reading: Reading;
  objects: number;
}

/** All clusters from nothing, on an empty database, until the last row is committed. */
async function runOurs(
  server: BenchApiServer,
  clusters: number,
): Promise<Round & { managed: number; databaseMs?: number }> {
  const database = await BenchDatabase.create();
  const program = await Program.start('fleet');
  try {
    await program.call('prepare', database.url, clusters);
    const before = await database.cpuMs();
    await program.call('meter');
    const { port, caPem } = server;
    await program.call('start', { port, caPem, clusters });
    await waitUntilListed(database.knex, clusters);
    const reading = await program.call<Reading>('read');
    const after = await database.cpuMs();
    const [{ n }] = await database.knex('resources').count('* as n');
    const [{ m }] = await database.knex('managed_objects').count('* as m');
    return {
      reading,
      objects: Number(n),
      managed: Number(m),
      databaseMs:
        after === undefined || before === undefined
          ? undefined
          : after - before,
    };
  } finally {
    await program.stop();
    await database.drop();
  }
}

async function runOther(
  name: 'informers' | 'drain',
  server: BenchApiServer,
  clusters: number,
): Promise<Round> {
  const program = await Program.start(name);
  try {
    await program.call('meter');
    const { port, caPem } = server;
    const objects = await program.call<number>('start', {
      port,
      caPem,
      clusters,
    });
    return { objects, reading: await program.call<Reading>('read') };
  } finally {
    await program.stop();
  }
}

/** B1. */
export const coldStart: Benchmark = {
  id: 'B1',
  title: 'Cold start',
  async run(size, say) {
    const { clusters, objects, rounds } = SIZES[size];
    const server = await startApiServer({
      clusters,
      objects: { Kustomization: objects },
    });
    const ours: Round[] = [];
    const theirs: Round[] = [];
    const floor: Round[] = [];
    const databaseMs: number[] = [];
    let managed = 0;
    const check = (round: Round) => {
      if (round.objects !== server.objects) {
        throw new Error(
          `${round.objects} objects were read of ${server.objects}`,
        );
      }
      return round;
    };
    try {
      // Renders what the others are sent.
      check(await runOther('drain', server, clusters));
      for (let i = 0; i < rounds; i++) {
        const round = await runOurs(server, clusters);
        managed = round.managed;
        ours.push(check(round));
        if (round.databaseMs !== undefined) databaseMs.push(round.databaseMs);
        theirs.push(check(await runOther('informers', server, clusters)));
        floor.push(check(await runOther('drain', server, clusters)));
        const told = [ours, theirs, floor].map(list => {
          const { cpuMs, peakMb, delayP99Ms } = list[i].reading;
          return `${(cpuMs / 1000).toFixed(1)} s, ${peakMb.toFixed(
            0,
          )} MB, ${delayP99Ms.toFixed(1)} ms`;
        });
        say(`ours ${told[0]}; informers ${told[1]}; floor ${told[2]}`);
      }
    } finally {
      await server.stop();
    }
    const pick = (list: Round[], field: keyof Reading, scale = 1): number[] =>
      list.map(({ reading }) => reading[field] * scale);
    const details = (field: keyof Reading) => ({
      ours: median(pick(ours, field)).toFixed(1),
      yardstick: median(pick(theirs, field)).toFixed(1),
    });
    const added = details('addedMb');
    const longest = details('delayMaxMs');
    const wait = details('waitP99Ms');
    const wall = details('wallMs');
    return [
      judge(CPU, {
        ours: pick(ours, 'cpuMs', 1e-3),
        yardstick: pick(theirs, 'cpuMs', 1e-3),
        floor: pick(floor, 'cpuMs', 1e-3),
        details: {
          'floor is': 'unpack and JSON.parse all that is sent, keep nothing',
          'managed objects that ours stores besides': managed,
          'CPU of PostgreSQL for ours, s': databaseMs.length
            ? (median(databaseMs) / 1000).toFixed(1)
            : 'not on this machine',
          'wall time of ours, ms': wall.ours,
          'wall time of theirs, ms': wall.yardstick,
        },
      }),
      judge(MEMORY, {
        ours: pick(ours, 'peakMb'),
        yardstick: pick(theirs, 'peakMb'),
        floor: pick(floor, 'peakMb'),
        details: {
          'added to the idle process by ours, MB': added.ours,
          'added by theirs, MB': added.yardstick,
        },
      }),
      judge(DELAY, {
        ours: pick(ours, 'delayP99Ms'),
        yardstick: pick(theirs, 'delayP99Ms'),
        details: {
          'longest delay of ours, ms': longest.ours,
          'longest delay of theirs, ms': longest.yardstick,
          'wait of someone who comes at a random moment, p99, ours, ms':
            wait.ours,
          'the same of theirs, ms': wait.yardstick,
        },
      }),
    ];
  },
};
