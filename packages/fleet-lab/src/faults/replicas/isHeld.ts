import type { CaseRun } from '../CaseRun';
import { readHolders } from './readHolders';
import { replicaId } from './replicaId';

/** Whether the holder of each cluster is a replica that runs. */
export async function isHeld(run: CaseRun): Promise<boolean> {
  const alive = new Set(run.lab.replicas.map(replicaId));
  return [...(await readHolders(run)).values()].every(
    holder => holder !== null && alive.has(holder),
  );
}
