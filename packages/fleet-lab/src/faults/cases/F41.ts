import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import { type LabCluster, only } from '../LabCluster';
import { OwnPostgres } from '../OwnPostgres';
import { isHeld } from '../replicas/isHeld';
import { isShared } from '../replicas/isShared';
import { RandomFaults } from '../replicas/RandomFaults';
import { readHolders } from '../replicas/readHolders';
import { stopInOrder } from '../replicas/stopInOrder';
import { startOnPostgres } from '../startOnPostgres';

const CLUSTERS = 8;
const STEPS = 10;
const TTL_MS = 6_000;
/** Until the others look, until a transaction that hears nothing is ended, and what a busy machine takes on top. */
const TAKEOVER_MS = TTL_MS + 1_000 + 2_000 + 6_000;
/** Until all agree who holds what. */
const AGREED_MS = 30_000;
/** Within which a reader gets an answer from any replica that runs. */
const ANSWER_MS = 5_000;

async function read(run: CaseRun, [{ id }]: readonly LabCluster[]) {
  for (const { url } of run.lab.replicas) {
    const began = Date.now();
    const answer = await fetch(`${url}/api/fluxcd/v1/resources?cluster=${id}`);
    const { total = 0 } = answer.ok ? await answer.json() : {};
    run.check(answer.ok, `a reader was answered with ${answer.status}`);
    run.check(total > 0, 'a reader was shown nothing');
    const ms = Date.now() - began;
    run.check(ms <= ANSWER_MS, `a reader was answered after ${ms} ms`);
    run.notes.answerMs = Math.max(Number(run.notes.answerMs ?? 0), ms);
  }
}

async function takeOver(run: CaseRun): Promise<void> {
  const ms = await run.until(
    'all clusters have a holder that runs',
    () => isHeld(run),
    TAKEOVER_MS,
  );
  run.notes.takeoverMs = Math.max(Number(run.notes.takeoverMs ?? 0), ms);
}

/** Replicas are killed, paused, stopped and started, as chance will have it. */
export const F41: FaultCase = {
  id: 'F41',
  title: `Replicas killed, paused, stopped and started at random, ${STEPS} times`,
  criterion:
    'Clusters have a holder again within the time to live and what a look takes, readers are answered all the time, with 0 lists; at the end each cluster has one holder and one watch of each kind, and every replica tells the truth. Who joins gets a share.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions =>
    startOnPostgres(3, [
      {
        file: 'plugins/fluxcd-backend/src/fleet/lease/endWhenIdle.ts',
        find: 'const IDLE_MS = 10_000;',
        replace: 'const IDLE_MS = 2_000;',
      },
      ...substitutions,
    ]),
  sabotages: [
    {
      title: 'nothing is given back to who joins',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/lease/LeaseKeeper.ts',
          find: 'this.#endSurplus(new Set(mine.map(({ clusterId }) => clusterId)));',
          replace: '',
        },
      ],
    },
    {
      title: 'who goes leaves without a word',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/lease/LeaseKeeper.ts',
          find: 'await this.#store.leave();',
          replace: '',
        },
      ],
    },
  ],
  async run(run) {
    const { lab, random } = run;
    const clusters = await run.clusters(CLUSTERS, { objects: 20 });
    const began = Date.now();
    const stop = keepChanging(run, clusters);
    const faults = new RandomFaults({ run, ttlMs: TTL_MS });
    try {
      for (let step = 0; step < STEPS; step++) {
        await faults.next();
        await read(run, clusters);
        if (!lab.replicas.length) continue;
        if (random() < 0.5) await takeOver(run);
        else await run.sleep(3_000 * random());
      }
    } finally {
      faults.end();
      run.notes.happened = faults.happened;
      await stop();
    }
    if (!lab.replicas.length) await lab.add();
    await run.until(
      'each cluster has one holder and one watch of each kind',
      () => isShared(run, clusters),
      AGREED_MS,
    );
    for (const cluster of clusters) await run.settle(cluster);

    while (lab.replicas.length > 1) {
      const dead = lab.replicas[1];
      lab.forget(dead);
      await dead.kill();
    }
    for (const { workload } of clusters) await workload.change(5);
    await takeOver(run);
    const joined = await lab.add();
    await run.until(
      'who joined has a share',
      async () =>
        new Set((await readHolders(run)).values()).size === 2 &&
        (await isShared(run, clusters)),
      AGREED_MS,
    );
    await stopInOrder(run, joined);
    await takeOver(run);
    for (const cluster of clusters) await run.settle(cluster);
    const lists = clusters.flatMap(({ proxy }) =>
      only(proxy.takeRequests(), 'list'),
    );
    const told = lists.map(({ plural, at }) => `${plural} ${at - began}`);
    run.check(!lists.length, `${lists.length} lists: ${told.join(', ')}`);
  },
};
