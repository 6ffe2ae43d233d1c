import type { AksCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import type { AksRow } from './AksRow';
import { whyExcluded } from './whyExcluded';

/** What a sync does with a cluster that was listed. */
export interface ClusterVerdict {
  verdict: Exclude<AksCluster['verdict'], 'update'>;
  /** One sentence for people; absent with `import`. */
  reason?: string;
  /** How its API server is signed in to: with the cluster's own client certificate, the one of users or the admin's. */
  signIn?: 'entra' | 'user-certificate' | 'admin-certificate';
}

/**
 * Decides by the listing alone, without a call. A stopped cluster is left until it runs: its credential cannot be tried,
 * and a cluster that the portal has never read has nothing to show.
 */
export function judgeCluster(
  row: AksRow,
  connection: Pick<ConnectionRecord, 'include' | 'exclude' | 'tenantId'>,
  allowAdminCredentials: boolean,
): ClusterVerdict {
  const excluded = whyExcluded(connection, row);
  if (excluded) return { verdict: 'excluded', reason: excluded };
  const obstacle = entraObstacle(row, connection.tenantId);
  if (obstacle && !(allowAdminCredentials && row.localAccounts)) {
    return { verdict: 'unsupported', reason: obstacle };
  }
  const notReady = whyNotReady(row);
  if (notReady) return { verdict: 'not-ready', reason: notReady };
  if (obstacle) return { verdict: 'import', signIn: 'admin-certificate' };
  return {
    verdict: 'import',
    signIn: row.entra === 'managed' ? 'entra' : 'user-certificate',
  };
}

function entraObstacle(
  row: AksRow,
  tenantId: string | undefined,
): string | undefined {
  if (row.entra === 'legacy') {
    return 'It uses the legacy integration of Entra ID, which Azure has retired; migrate it to the managed one ("az aks update --enable-aad").';
  }
  if (row.entra === 'managed' && tenantId && row.tenantId) {
    if (row.tenantId !== tenantId) {
      return `It trusts tokens of the tenant ${row.tenantId}, and the connection signs in to ${tenantId}.`;
    }
  }
  if (row.entra === 'none' && !row.localAccounts) {
    return 'It has neither Entra ID nor local accounts, so nobody can sign in to it.';
  }
  return undefined;
}

/** Besides being stopped: no API server can be named before it has a name, nor while it is being made or deleted. */
function whyNotReady(row: AksRow): string | undefined {
  if (row.provisioningState === 'Deleting') return 'It is being deleted.';
  if (row.provisioningState === 'Creating') return 'It is being created.';
  if (row.power === 'stopped') return 'It is stopped.';
  if (!row.fqdn && !row.privateFqdn) {
    return row.provisioningState === 'Failed'
      ? 'Its creation failed, and it has no API server.'
      : 'It has no API server yet.';
  }
  return undefined;
}
