import { replicaTime } from '../replica/replicaTime';
import type { Substitution } from '../replica/Substitution';
import type { CaseRun } from './CaseRun';
import { Lab } from './Lab';
import { OwnPostgres } from './OwnPostgres';

/** Starts replicas on a PostgreSQL of their own. */
export async function startOnPostgres(
  replicas: number,
  substitutions: readonly Substitution[],
): Promise<Lab> {
  const database = await OwnPostgres.start();
  return Lab.start({
    replicas,
    database,
    substitutions: [...replicaTime, ...substitutions],
  });
}

/** The one that `startOnPostgres` has started. */
export function postgresOf(run: CaseRun): OwnPostgres {
  const { database } = run.lab;
  if (database instanceof OwnPostgres) return database;
  throw new Error('This case runs on a PostgreSQL of its own');
}
