import type { AksCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import type { AksRow } from './AksRow';
import { whyExcluded } from './whyExcluded';

/** What a sync does with a cluster that was listed. */
export interface ClusterVerdict {
  verdict: Exclude<AksCluster['verdict'], 'update'>;
  /** One sentence for people. */
  reason?: string;
  /**
   * With `import`: how its API server is signed in to, by Entra or with a client certificate of the cluster's own, the one
   * of users or the admin's. `entra-later`: it is stopped, so its credential is not asked for until it runs.
   */
  signIn?: 'entra' | 'entra-later' | 'user-certificate' | 'admin-certificate';
}

/**
 * Decides by the listing alone, without a call. A stopped cluster is imported by its name, to be shown as stopped; but not
 * one that would need a certificate, which only a call could bring.
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
  if (row.power === 'stopped') {
    const reason = 'It is stopped.';
    return row.entra === 'managed' && !obstacle
      ? { verdict: 'import', signIn: 'entra-later', reason }
      : { verdict: 'not-ready', reason };
  }
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

/** No API server can be named before it has a name, nor while it is being made or deleted. */
function whyNotReady(row: AksRow): string | undefined {
  if (row.provisioningState === 'Deleting') return 'It is being deleted.';
  if (row.provisioningState === 'Creating') return 'It is being created.';
  if (!row.fqdn && !row.privateFqdn) {
    return row.provisioningState === 'Failed'
      ? 'Its creation failed, and it has no API server.'
      : 'It has no API server yet.';
  }
  return undefined;
}
