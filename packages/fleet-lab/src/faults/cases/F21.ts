import type { FaultCase } from '../FaultCase';

const OBJECTS = 1_000;
const SECONDS = 10;

/** Every object changes several times a second. */
export const F21: FaultCase = {
  id: 'F21',
  title: `Watch storm on ${OBJECTS} objects`,
  criterion:
    'At the end the rows are the truth, and changes were written together: a handful of commits a second.',
  sabotages: [
    {
      title: 'each change is written at once',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/ResourceWriter.ts',
          find: 'this.#flushSoon(COLLECT_MS);\n    }\n  }',
          replace: 'this.#flushSoon(0);\n    }\n  }',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster({ objects: OBJECTS });
    const { workload } = cluster;
    const commits = async () => {
      const row = await run.lab
        .knex('cluster_leases')
        .where({ cluster_id: cluster.id })
        .first('change_number');
      return Number(row.change_number);
    };
    const before = await commits();
    const until = Date.now() + SECONDS * 1000;
    let events = 0;
    while (Date.now() < until) {
      const from = Math.floor(run.random() * (OBJECTS - 50));
      await workload.update(workload.objects.slice(from, from + 50));
      events += 50;
    }
    run.notes.eventsPerSecond = Math.round(events / SECONDS);
    await run.settle(cluster);
    const written = (await commits()) - before;
    run.notes.commits = written;
    run.check(written <= SECONDS * 8, `${written} commits`);
  },
};
