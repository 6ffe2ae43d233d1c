import type { Replica } from '../../replica/Replica';

/** Its id in the leases; undefined when it never had one. */
export function replicaId({ log }: Replica): string | undefined {
  return / is held: replica (\S+), fence/.exec(log)?.[1];
}
