import type { CaseRun } from './CaseRun';
import type { LabCluster } from './LabCluster';

/** Changes objects of the clusters all the time; the function that it returns ends that. */
export function keepChanging(
  run: CaseRun,
  clusters: readonly LabCluster[],
): () => Promise<void> {
  let going = true;
  const changing = (async () => {
    while (going) {
      for (const { workload } of clusters) await workload.change(2);
      await run.sleep(50);
    }
  })();
  // Told to whoever ends it.
  changing.catch(() => {});
  return async () => {
    going = false;
    await changing;
  };
}
