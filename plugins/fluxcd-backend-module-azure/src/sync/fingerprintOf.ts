import { createHash } from 'node:crypto';
import type { AksRow } from '../clusters/AksRow';
import type { describeCluster } from './describeCluster';

/**
 * Changes with whatever the cluster's row in the portal is made of: its credential (a new certificate authority or a
 * cluster that was made anew changes the entity tag, the uid or the names) and its description.
 */
export function fingerprintOf(options: {
  row: AksRow;
  connectionId: string;
  signIn: string | undefined;
  description: ReturnType<typeof describeCluster>;
}): string {
  const { row, connectionId, signIn, description } = options;
  const { labels, ...rest } = description;
  return createHash('sha256')
    .update(
      JSON.stringify([
        [connectionId, signIn],
        [row.fqdn, row.privateFqdn, row.private, row.publicFqdn],
        [row.eTag, row.uid],
        Object.entries(rest).sort(),
        Object.entries(labels ?? {}).sort(),
      ]),
    )
    .digest('hex');
}
