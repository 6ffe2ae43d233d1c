import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { waitUntilListed } from '../ours/waitUntilListed';
import { BenchDatabase } from '../process/BenchDatabase';
import type { Reading } from '../process/Meter';
import { Program } from '../process/Program';
import { type Goal, judge } from '../report/judge';
import type { Truth } from '../server/ApiServerOptions';
import { type BenchApiServer, startApiServer } from '../server/startApiServer';
import type { Benchmark, Size } from './Benchmark';

const SIZES: Record<
  Size,
  {
    objects: number;
    reconciliations: number;
    perSecond: number;
    rounds: number;
  }
> = {
  smoke: { objects: 200, reconciliations: 100, perSecond: 100, rounds: 1 },
  full: { objects: 5000, reconciliations: 4000, perSecond: 400, rounds: 3 },
};
/** After the last event: the fleet collects changes for a while, and PostgreSQL tells its counters once a second. */
const SETTLE_MS = 1500;
/** For the yardstick to write what it was sent. */
const PATIENCE_MS = 120_000;
/** Of the fleet: what changes is collected for so long and then committed together. Milliseconds. */
const FLUSH_MS = 200;

const CPU: Goal = {
  id: 'B2-cpu',
  title: 'One status event that means nothing: CPU of the Node process',
  unit: 'µs',
  text: '≥ 15× less Node CPU than watch + upsert per event',
  atLeastRatio: 15,
  ifUnmet:
    'To receive 6.5 kB over TLS and HTTP/2 costs Node 7 to 10 µs even when nothing is done with them (node:http2 alone, on the same server): half of what the goal allows. The ingest thread needs about 5 µs to find out from the bytes that nothing happened; the rest is the copy to it, and V8, which looks through the heap once a second or so because node:http2 makes a buffer of each chunk. Reading the sockets on the ingest thread would save the copy alone. Watches can neither be asked to leave fields out nor to be compressed.',
};
const ROWS: Goal = {
  id: 'B2-rows',
  title:
    'The same: rows of resources, history, managed objects and tombstones written',
  unit: 'rows per 1,000 events',
  text: '0 resource and feed rows',
  atMost: 0,
  ifUnmet: 'Some of these events changed what a reader could tell apart.',
};
const SIGNALS: Goal = {
  id: 'B2-signals',
  title: 'The same: signals published',
  unit: 'signals',
  text: '0 signals',
  atMost: 0,
  ifUnmet: 'Some of these events changed what a reader could tell apart.',
};
const WATERMARKS: Goal = {
  id: 'B2-watermarks',
  title:
    'The same: updates of the resource version, per cluster, kind and flush',
  unit: 'updates per flush',
  text: 'at most one watermark update per cluster and kind per flush',
  atMost: 1,
  ifUnmet: 'Resource versions were written more often than rows are flushed.',
};
const CHANGES: Goal = {
  id: 'B2-changing',
  title:
    'Events of which one in five changes the revision: rows of resources written',
  unit: 'rows per event',
  text: 'DB rows ≤ 0.22 per event',
  atMost: 0.22,
  ifUnmet: 'Passing states were written that last too short to matter.',
};

/** Where a change of a resource leaves rows. */
const WRITTEN = [
  'resources',
  'resource_history',
  'resource_tombstones',
  'managed_objects',
];

/** Rows written since the database was made, by table. */
async function written(knex: Knex): Promise<Record<string, number>> {
  await sleep(SETTLE_MS);
  const { rows } = await knex.raw(
    'select relname, n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables',
  );
  return Object.fromEntries(
    rows.map((row: { relname: string; n: string }) => [
      row.relname,
      Number(row.n),
    ]),
  );
}

function key({ namespace, name, ready, revision }: Truth): string {
  return [namespace, name, ready, revision].join(' ');
}

function assertSame(seen: Truth[], truth: Truth[], who: string): void {
  const [a, b] = [seen.map(key).sort(), truth.map(key).sort()];
  const wrong = b.find((text, i) => text !== a[i]);
  if (a.length !== b.length || wrong) {
    throw new Error(`${who} has not what the cluster has: ${wrong}`);
  }
}

/** Both sides on the same server, each with a cluster of its own: 0 is ours. */
class EventBench {
  readonly #server: BenchApiServer;
  readonly #ours: Program;
  readonly #theirs: Program;
  readonly #databases: BenchDatabase[];
  readonly #plan: { reconciliations: number; perSecond: number };

  static async start(size: Size): Promise<EventBench> {
    const { objects, ...plan } = SIZES[size];
    const server = await startApiServer({
      clusters: 2,
      objects: { Kustomization: objects },
    });
    const place = { port: server.port, caPem: server.caPem, clusters: 1 };
    const databases = [
      await BenchDatabase.create(),
      await BenchDatabase.create(),
    ];
    const ours = await Program.start('fleet');
    await ours.call('prepare', databases[0].url, 1);
    await ours.call('start', place);
    await waitUntilListed(databases[0].knex, 1);
    const theirs = await Program.start('upserts');
    await theirs.call('prepare', databases[1].url);
    await theirs.call('list', place, 1);
    return new EventBench(server, ours, theirs, databases, plan);
  }

  private constructor(
    server: BenchApiServer,
    ours: Program,
    theirs: Program,
    databases: BenchDatabase[],
    plan: { reconciliations: number; perSecond: number },
  ) {
    this.#server = server;
    this.#ours = ours;
    this.#theirs = theirs;
    this.#databases = databases;
    this.#plan = plan;
  }

  async runOurs(changeEvery: number) {
    const { knex } = this.#databases[0];
    const events = await this.#prepare(0, changeEvery);
    const before = await written(knex);
    const signals = await this.#ours.call<number>('signals');
    const cpu = await this.#databases[0].cpuMs();
    await this.#ours.call('meter', { delays: false });
    await this.#server.play();
    // Everything is written when the last flush is over.
    await sleep(FLUSH_MS * 3);
    const reading = await this.#ours.call<Reading>('read');
    const after = await written(knex);
    const databaseCpu = await this.#databases[0].cpuMs();
    const rows = await knex('resources').select(
      'namespace',
      'name',
      'ready',
      'revision',
    );
    assertSame(rows, await this.#server.truth(0), 'the read model');
    const more = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
    return {
      events,
      reading,
      databaseUs:
        cpu === undefined || databaseCpu === undefined
          ? undefined
          : ((databaseCpu - cpu) * 1000) / events,
      resources: more('resources'),
      rows: WRITTEN.reduce((sum, table) => sum + more(table), 0),
      tables: WRITTEN.map(table => `${table} ${more(table)}`).join(', '),
      watermarks: more('cluster_kinds'),
      signals: (await this.#ours.call<number>('signals')) - signals,
    };
  }

  async runTheirs() {
    const events = await this.#prepare(1, 0);
    const { port, caPem } = this.#server;
    await this.#theirs.call('watch', { port, caPem, clusters: 1 }, 1);
    const before = await this.#theirs.call<number>('written');
    const cpu = await this.#databases[1].cpuMs();
    await this.#theirs.call('meter', { delays: false });
    await this.#server.play();
    const deadline = Date.now() + PATIENCE_MS;
    while ((await this.#theirs.call<number>('written')) < before + events) {
      if (Date.now() > deadline) throw new Error('The yardstick lost events');
      await sleep(100);
    }
    const reading = await this.#theirs.call<Reading>('read');
    const databaseCpu = await this.#databases[1].cpuMs();
    const rows = await this.#databases[1]
      .knex('objects')
      .select('namespace', 'name', 'ready', 'revision');
    assertSame(rows, await this.#server.truth(1), 'the yardstick');
    return {
      events,
      reading,
      databaseUs:
        cpu === undefined || databaseCpu === undefined
          ? undefined
          : ((databaseCpu - cpu) * 1000) / events,
    };
  }

  async stop(): Promise<void> {
    await this.#ours.stop();
    await this.#theirs.stop();
    await this.#server.stop();
    for (const database of this.#databases) await database.drop();
  }

  #prepare(cluster: number, changeEvery: number): Promise<number> {
    return this.#server.prepare({
      clusters: 1,
      firstCluster: cluster,
      ...this.#plan,
      changeEvery,
      failEvery: 0,
    });
  }
}

/** B2. */
export const eventCost: Benchmark = {
  id: 'B2',
  title: 'The cost of an event',
  async run(size, say) {
    const { rounds, perSecond } = SIZES[size];
    const bench = await EventBench.start(size);
    const ours: Array<Awaited<ReturnType<typeof bench.runOurs>>> = [];
    const theirs: Array<Awaited<ReturnType<typeof bench.runTheirs>>> = [];
    try {
      // Neither side is compiled yet, and both would run for days: the first round of each counts for nothing.
      const [cold, theirCold] = [
        await bench.runOurs(0),
        await bench.runTheirs(),
      ];
      say(
        `not yet compiled: ours ${perEvent(cold).toFixed(
          1,
        )} µs, upsert per event ${perEvent(theirCold).toFixed(1)} µs`,
      );
      for (let i = 0; i < rounds; i++) {
        ours.push(await bench.runOurs(0));
        theirs.push(await bench.runTheirs());
        say(
          `ours ${perEvent(ours[i]).toFixed(1)} µs, ${
            ours[i].tables
          }; upsert per event ${perEvent(theirs[i]).toFixed(1)} µs`,
        );
      }
      const changing = await bench.runOurs(1);
      say(
        `one change in five: ours ${perEvent(changing).toFixed(1)} µs, ${
          changing.resources
        } rows of ${changing.events} events`,
      );
      const first = ours[0];
      const databaseUs = (runs: Array<{ databaseUs?: number }>) =>
        runs.at(-1)?.databaseUs?.toFixed(1) ?? 'not on this machine';
      return [
        judge(CPU, {
          ours: ours.map(perEvent),
          yardstick: theirs.map(perEvent),
          details: {
            'events per round': first.events,
            'events per second': perSecond * 5,
            'CPU of ours per event in the first round, not compiled yet, µs':
              perEvent(cold).toFixed(1),
            'CPU of theirs per event in the first round, µs':
              perEvent(theirCold).toFixed(1),
            'CPU of PostgreSQL per event, ours, µs': databaseUs(ours),
            'CPU of PostgreSQL per event, theirs, µs': databaseUs(theirs),
            'CPU of ours per event when one in five changes the revision, µs':
              perEvent(changing).toFixed(1),
          },
        }),
        judge(ROWS, {
          ours: ours.map(run => (run.rows * 1000) / run.events),
          yardstick: ours.map(() => 1000),
          details: { 'by table, last round': ours.at(-1)!.tables },
        }),
        judge(SIGNALS, { ours: ours.map(run => run.signals) }),
        judge(WATERMARKS, {
          ours: ours.map(
            run => run.watermarks / (run.reading.wallMs / FLUSH_MS),
          ),
          details: { 'watermark updates in a round': first.watermarks },
        }),
        judge(CHANGES, { ours: [changing.resources / changing.events] }),
      ];
    } finally {
      await bench.stop();
    }
  },
};

function perEvent(run: { reading: Reading; events: number }): number {
  return (run.reading.cpuMs * 1000) / run.events;
}
