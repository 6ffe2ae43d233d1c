import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import { OwnPostgres } from '../OwnPostgres';
import { postgresOf, startOnPostgres } from '../startOnPostgres';

/** The longer of the two limits of silence, as they are set below, and what a busy machine takes on top. Milliseconds. */
const ANSWER_MS = 4_000 + 4_000;
const FROZEN_MS = 20_000;

/** The database takes connections, and says nothing. */
export const F24: FaultCase = {
  id: 'F24',
  title: 'Database frozen',
  criterion:
    'Lists are answered from the index, and what needs the database fails when its limit of silence has passed; afterwards nothing is lost.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions =>
    startOnPostgres(1, [
      {
        file: 'plugins/fluxcd-backend/src/database/limitSilence.ts',
        find: 'const SILENCE_MS = 30_000;',
        replace: 'const SILENCE_MS = 4_000;',
      },
      {
        file: 'plugins/fluxcd-backend/src/database/limitSilence.ts',
        find: 'const CONNECT_MS = 10_000;',
        replace: 'const CONNECT_MS = 3_000;',
      },
      ...substitutions,
    ]),
  sabotages: [
    {
      title: 'the database may be silent for ever',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/database/limitSilence.ts',
          find: 'stream.setTimeout(SILENCE_MS);',
          replace: '',
        },
      ],
    },
  ],
  async run(run) {
    const postgres = postgresOf(run);
    const clusters = await run.clusters(2);
    const stop = keepChanging(run, clusters);
    await run.sleep(1_000);
    postgres.freeze();
    const until = Date.now() + FROZEN_MS;
    const { url } = run.replica;
    let failed = 0;
    try {
      while (Date.now() < until) {
        const began = Date.now();
        const { id } = clusters[0];
        const signal = AbortSignal.timeout(ANSWER_MS);
        const read = (path: string) =>
          fetch(`${url}/api/fluxcd/v1${path}`, { signal }).then(
            ({ status }) => status,
            () => 'nothing',
          );
        const [list, one] = await Promise.all([
          read(`/resources?cluster=${id}`),
          read(`/clusters/${id}`),
        ]);
        if (Date.now() > until) break;
        run.check(list === 200, `a list was answered with ${list}`);
        run.check(one === 503, `a cluster was answered with ${one}`);
        failed += 1;
        const ms = Date.now() - began;
        run.notes.answerMs = Math.max(Number(run.notes.answerMs ?? 0), ms);
        await run.sleep(200);
      }
    } finally {
      postgres.thaw();
      await stop();
    }
    run.check(failed > 0, 'nothing was asked for');
    for (const cluster of clusters) await run.settle(cluster);
  },
};
