import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Replica } from '../../replica/Replica';
import { ROOT } from '../../replica/ROOT';
import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { Lab } from '../Lab';
import { OwnPostgres } from '../OwnPostgres';
import { postgresOf } from '../startOnPostgres';

const FOLDER = 'plugins/fluxcd-backend/migrations';
const DATABASE = 'backstage_plugin_fluxcd';
/** That hit a migration. */
const KILLS = 3;
const START_MS = 120_000;

/** Asks the server. */
async function ask<T>(run: CaseRun, sql: string): Promise<T[]> {
  const knex = postgresOf(run).connect('postgres');
  try {
    return (await knex.raw(sql)).rows;
  } finally {
    await knex.destroy();
  }
}

/** Sessions of replicas in the plugin's database, as the server sees them. */
async function sessions(run: CaseRun, where = 'TRUE'): Promise<number> {
  const { rows } = await run.lab.knex.raw(
    `SELECT count(*) AS count FROM pg_stat_activity
      WHERE datname = '${DATABASE}' AND pid <> pg_backend_pid() AND ${where}`,
  );
  return Number(rows[0].count);
}

/** Whether tables are being made or altered. */
async function isMigrating(run: CaseRun): Promise<boolean> {
  const { rows } = await run.lab.knex.raw(
    `SELECT count(*) AS count FROM pg_locks l
      JOIN pg_database d ON d.oid = l.database AND d.datname = '${DATABASE}'
      WHERE l.mode = 'AccessExclusiveLock' AND l.granted`,
  );
  return Number(rows[0].count) > 0;
}

/** Waits until the replica migrates, or has come through its start without being seen to. */
async function whenMigrating(run: CaseRun, { failure }: Start): Promise<void> {
  let settled = false;
  void failure.then(() => (settled = true));
  while (!settled && !(await isMigrating(run))) await run.sleep(5);
}

interface Start {
  replica: Replica;
  /** Why it did not start; undefined when it did. */
  failure: Promise<string | undefined>;
}

/** Starts a replica, and answers its process at once. */
async function spawn(run: CaseRun): Promise<Start> {
  return new Promise(resolve => {
    const failure: Promise<string | undefined> = run.lab
      .add({ onSpawn: replica => resolve({ replica, failure }) })
      .then(
        () => undefined,
        error => (error as Error).message,
      );
  });
}

async function assertStarts(
  run: CaseRun,
  { failure }: Start,
  what: string,
): Promise<void> {
  const message = await failure;
  const lines = message?.split('\n').filter(line => line.trim()) ?? [];
  run.check(!message, `${what} does not start: ${lines.at(-1)?.trim()}`);
}

function migrationFiles(): string[] {
  const files = readdirSync(path.join(ROOT, FOLDER));
  return files.filter(name => name.endsWith('.js')).sort();
}

async function migrationsDone({ lab: { knex } }: CaseRun): Promise<string[]> {
  if (!(await knex.schema.hasTable('knex_migrations'))) return [];
  return knex('knex_migrations').orderBy('name').pluck('name');
}

/** Each migration is there once, and nobody has locked them. */
async function assertMigrated(run: CaseRun): Promise<void> {
  const files = migrationFiles();
  const done = await migrationsDone(run);
  run.check(
    JSON.stringify(done) === JSON.stringify(files),
    `${done.length} of ${files.length} migrations are done`,
  );
  const [{ is_locked: locked }] = await run.lab.knex('knex_migrations_lock');
  run.check(!locked, 'the migrations are locked');
}

/** Ends all replicas, and gives them an empty database. */
async function empty(run: CaseRun): Promise<void> {
  const { lab } = run;
  for (const replica of [...lab.replicas]) {
    lab.forget(replica);
    await replica.kill();
  }
  await lab.disconnect();
  await ask(run, `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await ask(run, `CREATE DATABASE ${DATABASE}`);
}

/** Power is lost at some moment of the first start, again and again; the next start is as if nothing had been. */
async function killWhileMigrating(run: CaseRun): Promise<void> {
  await empty(run);
  let hits = 0;
  for (let kill = 0; hits < KILLS; kill++) {
    if (kill === 4 * KILLS) throw new Error('No kill hits a migration');
    const start = await spawn(run);
    await whenMigrating(run, start);
    await run.sleep(150 * run.random());
    const hit = await isMigrating(run);
    await start.replica.kill();
    await run.until('the server knows', async () => !(await sessions(run)));
    const done = await migrationsDone(run);
    run.check(
      !done.length || done.length === migrationFiles().length,
      `${done.length} migrations are done, and the others are not`,
    );
    // It may have been ready already.
    if (!(await start.failure)) run.lab.forget(start.replica);
    if (hit) hits += 1;
    else await empty(run);
  }
  run.notes.killedWhileMigrating = hits;
  await assertStarts(run, await spawn(run), 'who comes after a kill');
  await assertMigrated(run);
}

/** Several start on an empty database, and come to the first table in the same moment, for somebody held them up there. */
async function startTogether(run: CaseRun): Promise<void> {
  await empty(run);
  const started: Start[] = [];
  const held = await run.lab.knex.transaction();
  await held.raw('CREATE TABLE knex_migrations (id int)');
  for (let count = 0; count < 3; count++) started.push(await spawn(run));
  await run
    .until(
      'all three wait',
      async () => (await sessions(run, `wait_event_type = 'Lock'`)) === 3,
      START_MS,
    )
    .finally(() => held.rollback());
  for (const start of started) {
    await assertStarts(run, start, 'one of three');
  }
  await assertMigrated(run);
}

/** One is paused in the middle of a migration, and goes on or dies while another one starts. */
async function startWhileMigrating(
  run: CaseRun,
  end: 'goes on' | 'dies',
): Promise<void> {
  await empty(run);
  const first = await spawn(run);
  await whenMigrating(run, first);
  first.replica.freeze();
  if (!(await isMigrating(run))) throw new Error('It was paused too late');
  const second = await spawn(run);
  await run.until(
    'the second one waits for the first',
    async () => (await sessions(run, `wait_event_type = 'Lock'`)) > 0,
    START_MS,
  );
  await run.sleep(1_000 * run.random());
  if (end === 'dies') {
    await first.replica.kill();
    await first.failure;
  } else {
    first.replica.thaw();
    await assertStarts(run, first, 'who was paused');
  }
  await assertStarts(run, second, `who waited for one that ${end}`);
  await assertMigrated(run);
}

/** A replica dies while it makes the tables, and others start meanwhile. */
export const F26: FaultCase = {
  id: 'F26',
  title: 'kill -9 during a migration; several replicas migrate',
  criterion:
    'The next start finds nothing half done and nothing locked; of several that start together each does, and each migration is done once.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: async substitutions =>
    Lab.start({
      replicas: 0,
      database: await OwnPostgres.start(),
      substitutions,
    }),
  sabotages: [
    {
      title: 'migrations are not one transaction',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/database/applyMigrations.ts',
          find: 'switch (databaseOf(knex)) {',
          replace: "switch ('another' as string) {",
        },
        {
          file: 'plugins/fluxcd-backend/src/database/applyMigrations.ts',
          find: '{ directory: DIRECTORY }',
          replace: '{ directory: DIRECTORY, disableTransactions: true }',
        },
      ],
    },
    {
      title: 'several may migrate at once',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/database/applyMigrations.ts',
          find: "await tx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', [name]);",
          replace: '',
        },
      ],
    },
  ],
  async run(run) {
    await killWhileMigrating(run);
    await startTogether(run);
    await startWhileMigrating(run, 'dies');
    await startWhileMigrating(run, 'goes on');
    const cluster = await run.cluster();
    await cluster.workload.change(20);
    await run.settle(cluster);
  },
};
