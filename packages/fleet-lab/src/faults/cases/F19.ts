import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import type { LabCluster } from '../LabCluster';
import { OwnPostgres } from '../OwnPostgres';
import { startOnPostgres } from '../startOnPostgres';

const MAX_BYTES = 4096;

const MESSAGES = [
  'x'.repeat(1024 * 1024),
  'é'.repeat(500_000),
  'before\u0000after',
  'half \ud83d of a pair',
  '\udc00',
  '\u001b[31mred\u001b[0m \u202eoverride\u202c \u2066isolate\u2069',
  'line\r\nline\u2028line',
  '🧨'.repeat(3_000),
];

/** The database refuses one row among others, for a reason of its own. */
async function refuseOne(run: CaseRun, cluster: LabCluster): Promise<void> {
  const { knex } = run.lab;
  const { workload } = cluster;
  const [refused] = await workload.create(1, 'HelmRelease');
  await run.settle(cluster);
  const row = knex('resources').where({ name: refused.metadata.name });
  const before = await row.clone().first();
  await knex.raw(
    `ALTER TABLE resources ADD CONSTRAINT refused
       CHECK (name <> '${refused.metadata.name}') NOT VALID`,
  );
  await workload.update([refused, ...workload.objects.slice(0, 20)]);
  await workload.create(10);
  await run.until('all others are current', async () => {
    const names = workload.objects.map(({ metadata }) => metadata.name);
    const there = await knex('resources')
      .where({ cluster_id: cluster.id })
      .pluck('name');
    return there.length === names.length;
  });
  const after = await row.clone().first();
  run.check(
    after.resource_version === before.resource_version,
    'the row was not refused',
  );
  await knex.raw('ALTER TABLE resources DROP CONSTRAINT refused');
  await workload.update([refused]);
  await run.settle(cluster);
}

/** Messages of a status that no database takes as they are. */
export const F19: FaultCase = {
  id: 'F19',
  title: 'Messages of 1 MB, with NUL, with half characters',
  criterion:
    'Each object has its row, beside all others, with a message of at most 4 KiB that is text. A row that the database refuses holds up no other.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions => startOnPostgres(1, substitutions),
  sabotages: [
    {
      title: 'messages are not cut',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/projectResource.ts',
          find: 'const MAX_MESSAGE_BYTES = 4096;',
          replace: 'const MAX_MESSAGE_BYTES = 4096_000;',
        },
      ],
    },
    {
      title: 'what databases refuse in a text is not replaced',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/database/cleanText.ts',
          find: 'if (!SUSPECT.test(text)) return text;',
          replace: 'if (text) return text;',
        },
      ],
    },
    {
      title: 'a row that is refused takes those beside it with it',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/ResourceWriter.ts',
          find: '} else if (current.length > 1) {',
          replace:
            '} else if (current.length) {\n        throw error;\n      } else if (current.length > 1) {',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { sim, workload } = cluster;
    const poisoned = await workload.create(MESSAGES.length, 'HelmRelease');
    for (const [index, object] of poisoned.entries()) {
      object.status!.conditions[0].message = MESSAGES[index];
    }
    await sim.control({ type: 'put', objects: poisoned });
    await workload.create(10);
    await run.settle(cluster);
    const { items } = await run.replica.api.listResources({
      query: { cluster: cluster.id, kind: 'HelmRelease', limit: 500 },
    });
    for (const { message = '' } of items) {
      run.check(Buffer.byteLength(message) <= MAX_BYTES, 'a message is longer');
      run.check(!/\0|\p{Cs}/u.test(message), 'a message is no text');
    }
    await refuseOne(run, cluster);
  },
};
