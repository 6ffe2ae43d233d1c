import type { Replica } from '../../replica/Replica';
import type { CaseRun } from '../CaseRun';
import { compareRows } from '../compareRows';
import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import type { LabCluster } from '../LabCluster';
import { readRows } from '../LabDatabase';
import { OwnPostgres } from '../OwnPostgres';
import { readTruth } from '../readTruth';
import { isShared } from '../replicas/isShared';
import { readHolders } from '../replicas/readHolders';
import { replicaId } from '../replicas/replicaId';
import { startOnPostgres } from '../startOnPostgres';

const TTL_MS = 6_000;
/** Until the others look, until a transaction that hears nothing is ended, and what a busy machine takes on top. */
const TAKEOVER_MS = TTL_MS + 1_000 + 2_000 + 8_000;
/** For what a replica makes up for when it comes back. */
const LATE_MS = 4_000;

/** Stops the holder of most clusters in the middle of its work, and lets it go on when others have taken over. */
async function pauseHolder(
  run: CaseRun,
  clusters: readonly LabCluster[],
): Promise<void> {
  const count = async (replica: Replica) =>
    [...(await readHolders(run)).values()].filter(h => h === replicaId(replica))
      .length;
  let [paused] = run.lab.replicas;
  for (const replica of run.lab.replicas) {
    if ((await count(replica)) > (await count(paused))) paused = replica;
  }
  const others = run.lab.replicas.filter(replica => replica !== paused);
  const refused = () => paused.log.split(' was refused: the lease').length - 1;
  const before = refused();
  const stop = keepChanging(run, clusters);
  await run.sleep(1_000 + 1_000 * run.random());
  paused.freeze();
  try {
    await run.sleep(2 * TTL_MS);
    await run.until(
      'others have taken over',
      async () => (await count(paused)) === 0,
      TAKEOVER_MS,
    );
  } finally {
    await stop();
  }
  // All that it waits to write is no longer so.
  for (const { workload } of clusters) {
    await workload.update(workload.objects);
  }
  for (const cluster of clusters) {
    await run.settle(cluster, { replicas: others });
  }
  const truths = new Map(
    await Promise.all(
      clusters.map(async c => [c.id, await readTruth(c.sim)] as const),
    ),
  );
  paused.thaw();
  const until = Date.now() + LATE_MS;
  while (Date.now() < until) {
    for (const [id, truth] of truths) {
      const seen = compareRows(truth, await readRows(run.lab.knex, id));
      run.check(
        !seen.lost.length && !seen.invented.length,
        `it wrote what was long past: ${[...seen.lost, ...seen.invented][0]}`,
      );
    }
    await run.sleep(20);
  }
  await run.until('its late writes are refused', () => refused() > before);
  run.notes.refusedWrites =
    Number(run.notes.refusedWrites ?? 0) + refused() - before;
}

/** Replicas come, go, die, and are paused for so long that others take over. */
export const F28: FaultCase = {
  id: 'F28',
  title: 'Three replicas race; a holder is paused past its time to live',
  criterion:
    'Writes of the paused holder are refused (more than none), each cluster has one holder and one watch of each kind, and every replica tells the truth.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions =>
    startOnPostgres(3, [
      // What a full pool, a slow network or a long collection of garbage may do: so that the pause hits a write.
      {
        file: 'plugins/fluxcd-backend/src/fleet/commitChanges.ts',
        find: 'if (!all.length) return [];',
        replace:
          'if (!all.length) return [];\n  await new Promise(resolve => setTimeout(resolve, 400));',
      },
      {
        file: 'plugins/fluxcd-backend/src/fleet/lease/endWhenIdle.ts',
        find: 'const IDLE_MS = 10_000;',
        replace: 'const IDLE_MS = 2_000;',
      },
      ...substitutions,
    ]),
  sabotages: [
    {
      title: 'who writes need not have the lease',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/commit/lockLeases.ts',
          find: 'if (lease && Number(lease.fence) === fence) continue;',
          replace: 'if (lease) continue;',
        },
      ],
    },
  ],
  async run(run) {
    const { lab } = run;
    const clusters = await run.clusters(6, { objects: 20 });
    await run.until(
      'more than one has a share',
      async () =>
        new Set((await readHolders(run)).values()).size > 1 &&
        (await isShared(run, clusters)),
      30_000,
    );
    await pauseHolder(run, clusters);

    const stop = keepChanging(run, clusters);
    const dead = lab.replicas[Math.floor(run.random() * 3)];
    lab.forget(dead);
    await dead.kill();
    await lab.add();
    await stop();
    for (const cluster of clusters) await run.settle(cluster);
    await run.until(
      'each cluster has one holder and one watch of each kind',
      () => isShared(run, clusters),
      30_000,
    );
  },
};
