import type { FaultCase } from '../FaultCase';

const OBJECTS = 50_000;
const BYTES = 2_500;
const MEBIBYTE = 1024 * 1024;
const MAX_GROWTH = 450 * MEBIBYTE;

/** One kind of one cluster has fifty thousand objects. */
export const F18: FaultCase = {
  id: 'F18',
  title: '50,000 objects of 3 KB',
  criterion:
    'All have their row, and the process never grows by more than 450 MB.',
  ownReplicas: true,
  sabotages: [
    {
      title: 'a list is read in one piece, however large',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/listPages.ts',
          find: 'const PAGE_SIZE = 500;',
          replace: 'const PAGE_SIZE = 1_000_000;',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/readListPage.ts',
          find: 'const MAX_PAGE_BYTES = 64 * 1024 * 1024;',
          replace: 'const MAX_PAGE_BYTES = 1024 * 1024 * 1024;',
        },
      ],
    },
  ],
  async run(run) {
    // What it has when it has seen a cluster.
    await run.cluster();
    const { replica } = run;
    const before = replica.memory;
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, replica.memory);
    }, 50);
    try {
      const cluster = await run.cluster({
        objects: OBJECTS,
        kind: 'Kustomization',
        padding: BYTES,
      });
      run.notes.peakGrowthMiB = Math.round((peak - before) / MEBIBYTE);
      run.check(peak - before <= MAX_GROWTH, `it grew by ${peak - before}`);
      await cluster.workload.change(50);
      await run.settle(cluster, { withinMs: 30_000 });
    } finally {
      clearInterval(sampling);
    }
  },
};
