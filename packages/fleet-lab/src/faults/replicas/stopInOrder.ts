import type { Replica } from '../../replica/Replica';
import type { CaseRun } from '../CaseRun';
import { replicaId } from './replicaId';

/** Stops a replica as an operator does, and looks that the others need not wait until it counts as dead. */
export async function stopInOrder(
  run: CaseRun,
  replica: Replica,
): Promise<void> {
  const { lab, notes } = run;
  lab.forget(replica);
  const began = Date.now();
  await replica.stop();
  notes.stopMs = Math.max(Number(notes.stopMs ?? 0), Date.now() - began);
  const id = replicaId(replica);
  const alive = id ? await lab.knex('replicas').where({ id }) : [];
  run.check(!alive.length, 'a replica that was stopped passes for alive');
}
