import type { RegisteredCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';
import type { SyncReport } from './SyncReport';

/** What one sync of one connection works with. */
export interface SyncRound {
  session: AzureSession;
  /** Ends it, by its deadline too. */
  signal: AbortSignal;
  report: SyncReport;
  /** Nothing was left open by the look at Azure: clusters may be removed. */
  complete: boolean;
  /** By resource id. */
  registered: ReadonlyMap<string, RegisteredCluster>;
  /** By resource id; those of other connections as well. */
  known: ReadonlyMap<string, AksClusterRecord>;
}
