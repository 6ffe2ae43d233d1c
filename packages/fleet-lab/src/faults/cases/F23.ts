import type { CaseRun } from '../CaseRun';
import type { FaultCase } from '../FaultCase';
import { keepChanging } from '../keepChanging';
import type { LabCluster } from '../LabCluster';
import { OwnPostgres } from '../OwnPostgres';
import { postgresOf, startOnPostgres } from '../startOnPostgres';

/** Within which a reader gets an answer, whatever it says. Milliseconds. */
const ANSWER_MS = 3_000;

/** What readers get while there is no database. */
async function look(run: CaseRun, { id }: LabCluster): Promise<void> {
  const { port } = postgresOf(run).config.connection;
  const read = async (path: string) => {
    const began = Date.now();
    const response = await fetch(`${run.replica.url}/api/fluxcd/v1${path}`);
    const text = await response.text();
    const ms = Date.now() - began;
    run.notes.answerMs = Math.max(Number(run.notes.answerMs ?? 0), ms);
    run.check(ms <= ANSWER_MS, `${path} was answered after ${ms} ms`);
    run.check(
      !text.includes(String(port)) && !/127\.0\.0\.1|ECONN/.test(text),
      `${path} tells where the database is: ${text.slice(0, 200)}`,
    );
    return { status: response.status, text };
  };
  const list = await read(`/resources?cluster=${id}`);
  run.check(list.status === 200, `a list was answered with ${list.status}`);
  const { items } = JSON.parse(list.text);
  run.check(items.length > 0, 'a list is empty');
  // Not in the index.
  const { status } = await read(`/resources/${items[0].id}`);
  run.check(status === 503, `a resource was answered with ${status}`);
}

/** There is no database for a while, and it forgets all connections. */
export const F23: FaultCase = {
  id: 'F23',
  title: 'Database down, in flight and at the start',
  criterion:
    'Lists are answered from the index, everything else with 503 within three seconds and without an address; who starts then ends; after it is back, nothing is lost.',
  ownReplicas: true,
  missing: OwnPostgres.missing,
  startLab: substitutions => startOnPostgres(1, substitutions),
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
    const postgres = postgresOf(run);
    const clusters = await run.clusters(2);
    const stop = keepChanging(run, clusters);
    for (let round = 0; round < 3; round++) {
      await run.sleep(500 + 1_000 * run.random());
      await postgres.down();
      const until = Date.now() + 2_000 + 2_000 * run.random();
      while (Date.now() < until) {
        for (const cluster of clusters) await look(run, cluster);
        await run.sleep(100);
      }
      if (round === 2) {
        const began = Date.now();
        const started = await run.lab.add().then(
          () => true,
          () => false,
        );
        run.notes.refusedStartMs = Date.now() - began;
        run.check(!started, 'it started without a database');
      }
      await postgres.up();
    }
    await stop();
    for (const cluster of clusters) await run.settle(cluster);
  },
};
