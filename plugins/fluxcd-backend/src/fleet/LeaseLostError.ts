import { CustomErrorBase } from '@backstage/errors';

/** A lease under which nothing is written any more. */
export interface LostLease {
  clusterId: string;
  fence: number;
  /** The cluster went, and its lease with it; nobody took it over. */
  gone: boolean;
}

/** Another replica may write these clusters now, or they are gone: nothing of the transaction was written. */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;
  readonly leases: readonly LostLease[];

  constructor(leases: readonly LostLease[]) {
    const names = leases.map(
      ({ clusterId, fence }) => `${clusterId} #${fence}`,
    );
    super(`The lease is lost of: ${names.join(', ')}`);
    this.leases = leases;
  }
}
