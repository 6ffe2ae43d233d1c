import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { FaultCase } from '../FaultCase';

const PRLIMIT = '/usr/bin/prlimit';

/** The process gets no file descriptors, and no time. */
export const F34: FaultCase = {
  id: 'F34',
  title: 'No file descriptors left; process stalled for two seconds',
  criterion:
    'Neither leaves a trace: no row is lost, and nothing is left uncaught. On SQLite the lack meets the database too.',
  missing: () =>
    existsSync(PRLIMIT) ? undefined : `there is no ${PRLIMIT} (util-linux)`,
  sabotages: [
    {
      title: 'a failure ends the reflector',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: '        await this.#recover(error, signal);',
          replace: "        return 'stopped';",
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const limit = (count: string) =>
      execFileSync(PRLIMIT, [`--pid=${run.replica.pid}`, `--nofile=${count}:`]);
    const [, soft] = /open files +(\d+)/i.exec(run.replica.limits) ?? [];
    for (let round = 0; round < 3; round++) {
      // Descriptors that are open stay so; no other is given.
      limit('5');
      try {
        proxy.gate.resetAll();
        await workload.change(20);
        await run.sleep(1_500);
      } finally {
        limit(soft);
      }
      await run.settle(cluster);

      run.replica.freeze();
      await workload.change(20);
      await run.sleep(2_000);
      run.replica.thaw();
      await run.settle(cluster);
    }
  },
};
