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
    const [first] = run.lab.keys;
    const second = makeKey();
    const cluster = await run.cluster();
    const rows = (await readModel(run.replica.api, cluster.id)).length;
    const sealed = JSON.stringify(await readSealed(run, cluster));

    await restart(run, [second]);
    await run.until(
      'the credentials are known to be unreadable',
      async () =>
        (
          await readConnection(run.replica.api, cluster).catch(() => undefined)
        )?.reason === 'credentials-unreadable',
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
  },
};
