<<<<<<< HEAD
import { makeKey } from '../../replica/startReplica';
import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { type LabCluster, readConnection } from '../LabCluster';
import { readModel } from '../readModel';

async function restart(run: CaseRun, keys: readonly string[]): Promise<void> {
  const { lab } = run;
  const before = lab.replica;
  await before.stop();
  lab.forget(before);
  await lab.add({ keys });
}

async function readSealed(run: CaseRun, { id }: LabCluster) {
  return run.lab.knex('clusters').where({ id }).first();
}

/** The key that seals credentials is lost, found again, and replaced. */
export const F29: FaultCase = {
  id: 'F29',
  title: 'Encryption key wrong, rotated, dropped',
  criterion:
    'With the wrong key the plugin runs, the cluster says `credentials-unreadable`, and neither rows nor the sealed credential are touched; with both keys it is sealed anew, and the old one can go.',
  ownReplicas: true,
=======
import { replicaTime } from '../../replica/replicaTime';
import { makeKey } from '../../replica/startReplica';
import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { Lab } from '../Lab';
import { only, readConnection } from '../LabCluster';

/** Stops the replica, and starts it with other keys. */
async function restart(
  { lab }: CaseRun,
  keys: readonly string[],
): Promise<void> {
  const { replica } = lab;
  await replica.stop();
  lab.forget(replica);
  await lab.add({ keys });
}

/** The key that sealed the credentials is not there; then it is, behind a newer one. */
export const F29: FaultCase = {
  id: 'F29',
  title: 'Encryption key wrong, and rotated',
  criterion:
    'With another key: `credentials-unreadable`, rows kept, and what is sealed stays as it is; with the old key behind a new one the cluster is watched again, with 0 lists.',
  ownReplicas: true,
  startLab: substitutions =>
    Lab.start({ substitutions: [...replicaTime, ...substitutions] }),
>>>>>>> 78e6ac8 (wip: F24-F29, F34, F37 of the lab, not seen to pass yet)
  sabotages: [
    {
      title: 'only the newest key opens',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/security/Keyring.ts',
          find: 'for (const { fernet } of this.#keys) {',
          replace: 'for (const { fernet } of this.#keys.slice(0, 1)) {',
        },
      ],
    },
  ],
  async run(run) {
<<<<<<< HEAD
    const [first] = run.lab.keys;
    const second = makeKey();
    const cluster = await run.cluster();
    const rows = (await readModel(run.replica.api, cluster.id)).length;
    const sealed = JSON.stringify(await readSealed(run, cluster));

    await restart(run, [second]);
    await run.until(
      'the credentials are known to be unreadable',
      async () =>
        (await readConnection(run.replica.api, cluster)).reason ===
        'credentials-unreadable',
      30_000,
    );
    await cluster.workload.change(20);
    const kept = (await readModel(run.replica.api, cluster.id)).length;
    run.check(kept === rows, `${rows - kept} rows went`);
    run.check(
      JSON.stringify(await readSealed(run, cluster)) === sealed,
      'the row of the cluster was changed',
    );

    await restart(run, [second, first]);
    await run.settle(cluster, { withinMs: 30_000 });
    run.check(
      JSON.stringify(await readSealed(run, cluster)) !== sealed,
      'the credential was not sealed anew',
    );

    await restart(run, [second]);
    await cluster.workload.change(20);
    await run.settle(cluster, { withinMs: 30_000 });
=======
    const { lab } = run;
    const cluster = await run.cluster();
    const sealed = () =>
      lab.knex('clusters').where({ id: cluster.id }).first('credentials');
    const before = await sealed();
    const rows = await lab.replica.api.listResources({
      query: { cluster: cluster.id },
    });
    cluster.proxy.takeRequests();

    await restart(run, [makeKey()]);
    await run.until(
      'it is known that the credential cannot be read',
      async () =>
        (await readConnection(lab.replica.api, cluster)).reason ===
        'credentials-unreadable',
      30_000,
    );
    const kept = await lab.replica.api.listResources({
      query: { cluster: cluster.id },
    });
    run.check(kept.total === rows.total, 'rows went');
    run.check(
      JSON.stringify(await sealed()) === JSON.stringify(before),
      'what was sealed is not what it was',
    );
    const asked = cluster.proxy.takeRequests().length;
    run.check(asked === 0, `${asked} requests without a credential`);

    await cluster.workload.change(20);
    await restart(run, [makeKey(), ...lab.keys]);
    await run.settle(cluster, { withinMs: 30_000 });
    const lists = only(cluster.proxy.takeRequests(), 'list');
    run.check(lists.length === 0, `${lists.length} lists`);
>>>>>>> 78e6ac8 (wip: F24-F29, F34, F37 of the lab, not seen to pass yet)
  },
};
