import type { CaseRun } from '../CaseRun';
import type { LabCluster } from '../LabCluster';
import { readHolders } from './readHolders';
import { replicaId } from './replicaId';

/** Whether each cluster has one holder, which is alive, and each of its kinds one watch. */
export async function isShared(
  run: CaseRun,
  clusters: readonly LabCluster[],
): Promise<boolean> {
  const alive = new Set(run.lab.replicas.map(replicaId));
  const held = await readHolders(run);
  return clusters.every(({ id, proxy }) => {
    const watched = proxy.watches.map(({ request }) => request.plural);
    const holder = held.get(id);
    return (
      holder &&
      alive.has(holder) &&
      watched.length > 0 &&
      new Set(watched).size === watched.length
    );
  });
}
