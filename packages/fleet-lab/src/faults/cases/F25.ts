import type { Knex } from 'knex';
import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import type { LabCluster } from '../LabCluster';
import { OwnPostgres } from '../OwnPostgres';
import { startOnPostgres } from '../startOnPostgres';

const ANSWER_MS = 5_000;

/** What somebody else does in the database, while clusters change. */
type Trouble = (run: CaseRun, cluster: LabCluster) => Promise<void>;

/** Readers are answered, whatever is locked. */
async function read(run: CaseRun, { id }: LabCluster): Promise<void> {
  for (const { url } of run.lab.replicas) {
    for (const path of [`/resources?cluster=${id}`, `/clusters/${id}`]) {
      const began = Date.now();
      const { status } = await fetch(`${url}/api/fluxcd/v1${path}`);
      const ms = Date.now() - began;
      run.check(status === 200, `${path} was answered with ${status}`);
      run.check(ms <= ANSWER_MS, `${path} was answered after ${ms} ms`);
    }
  }
}

/** Holds these locks for about three seconds, in which readers read. */
async function hold(
  run: CaseRun,
  cluster: LabCluster,
  lock: (tx: Knex) => Promise<unknown>,
): Promise<void> {
  await run.lab.knex.transaction(async tx => {
    await lock(tx);
    const until = Date.now() + 3_000;
    while (Date.now() < until) {
      await read(run, cluster);
      await run.sleep(100);
    }
  });
}

const lockLease = (tx: Knex, { id }: LabCluster) =>
  tx('cluster_leases').where({ cluster_id: id }).forUpdate();

const lockRows = (tx: Knex, { id }: LabCluster) =>
  tx('resources').where({ cluster_id: id }).forUpdate();

/** Sets something for all sessions, those that are open included; the function that it answers takes it back. */
async function configure(
  { lab }: CaseRun,
  name: string,
  value: string,
): Promise<() => Promise<void>> {
  await lab.knex.raw(`ALTER SYSTEM SET ${name} = '${value}'`);
  await lab.knex.raw('SELECT pg_reload_conf()');
  return async () => {
    await lab.knex.raw(`ALTER SYSTEM RESET ${name}`);
    await lab.knex.raw('SELECT pg_reload_conf()');
  };
}

async function waiting({ lab }: CaseRun): Promise<number> {
  const { rows } = await lab.knex.raw(
    `SELECT count(*) AS count FROM pg_locks WHERE NOT granted`,
  );
  return Number(rows[0].count);
}

async function deadlocks({ lab }: CaseRun): Promise<number> {
  const { rows } = await lab.knex.raw(
    `SELECT sum(deadlocks) AS count FROM pg_stat_database`,
  );
  return Number(rows[0].count);
}

/** Waits for the lease of who waits for its rows. The one that looks sooner is ended, which is the replica. */
const deadlock: Trouble = async (run, cluster) => {
  const before = await deadlocks(run);
  await run.lab.knex.transaction(async tx => {
    await tx.raw(`SET LOCAL deadlock_timeout = '1h'`);
    await tx.raw(`SET LOCAL lock_timeout = '20s'`);
    await lockRows(tx, cluster);
    await run.until('a write waits', async () => (await waiting(run)) > 0);
    await lockLease(tx, cluster);
    await read(run, cluster);
  });
  await run.until(
    'the deadlock is known',
    async () => (await deadlocks(run)) > before,
  );
  run.notes.deadlocks = Number(run.notes.deadlocks ?? 0) + 1;
};

/** Writes what others have read, so that who asked for one state of all is refused. */
const conflict: Trouble = async (run, cluster) => {
  const reset = await configure(
    run,
    'default_transaction_isolation',
    'repeatable read',
  );
  try {
    const until = Date.now() + 3_000;
    while (Date.now() < until) {
      await run.lab.knex.transaction(async tx => {
        await tx.raw('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
        await tx('cluster_leases')
          .where({ cluster_id: cluster.id })
          .update({ tombstones_from: tx.ref('tombstones_from') });
        await run.sleep(50);
      });
      await read(run, cluster);
    }
  } finally {
    await reset();
  }
};

const TROUBLES: readonly Trouble[] = [
  (run, cluster) => hold(run, cluster, tx => lockLease(tx, cluster)),
  (run, cluster) => hold(run, cluster, tx => lockRows(tx, cluster)),
  async (run, cluster) => {
    const reset = await configure(run, 'lock_timeout', '200ms');
    try {
      await hold(run, cluster, async tx => {
        await tx.raw(`SET LOCAL lock_timeout = '10s'`);
        await lockRows(tx, cluster);
      });
      await hold(run, cluster, async tx => {
        await tx.raw(`SET LOCAL lock_timeout = '10s'`);
        await lockLease(tx, cluster);
      });
    } finally {
      await reset();
    }
  },
  async (run, cluster) => {
    const reset = await configure(run, 'statement_timeout', '1s');
    try {
      await hold(run, cluster, async tx => {
        await tx.raw(`SET LOCAL statement_timeout = 0`);
        await lockRows(tx, cluster);
      });
    } finally {
      await reset();
    }
  },
  deadlock,
  conflict,
];

/** Others lock what a replica writes, and the database refuses to wait. */
export const F25: FaultCase = {
  id: 'F25',
  title: 'Locks, lock and statement timeouts, deadlocks, conflicts',
  criterion:
    'What is refused is written again: nothing is lost, and no reader gets an error or waits.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions => startOnPostgres(2, substitutions),
  sabotages: [
    {
      title: 'what could not be written is not tried again',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/ResourceWriter.ts',
          find: "classifyDatabaseError(error) !== 'transient'",
          replace: 'error',
        },
      ],
    },
  ],
  async run(run) {
    const clusters = await run.clusters(3);
    for (const [index, trouble] of TROUBLES.entries()) {
      run.notes.troubles = index + 1;
      const cluster = clusters[Math.floor(run.random() * clusters.length)];
      const stop = keepChanging(run, clusters);
      try {
        await run.sleep(500 * run.random());
        await trouble(run, cluster);
      } finally {
        await stop();
      }
      for (const one of clusters) await run.settle(one);
    }
  },
};
