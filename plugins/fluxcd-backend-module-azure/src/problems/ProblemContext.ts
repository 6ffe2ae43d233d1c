import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionRecord } from '../connections/ConnectionRecord';

/** What was being done when Azure said no: the words and commands of the problem are made of it. */
export interface ProblemContext {
  cloud: Pick<AzureCloud, 'authorityHost' | 'resourceManagerEndpoint'>;
  connection: Pick<
    ConnectionRecord,
    'name' | 'tenantId' | 'clientId' | 'objectId' | 'credential'
  >;
  /** The subscription that it was about. */
  subscriptionId?: string;
  /** Resource id of the AKS cluster that it was about. */
  armId?: string;
  /** `cluster-credentials`: its kubeconfig was asked for, which needs a role of its own. Default `read`. */
  act?: 'read' | 'cluster-credentials' | 'cluster-admin-credentials';
  /**
   * Body of the answer, where the SDK leaves it out of its error: that of lists, by `onResponse`. Only its code is read.
   */
  body?: string | null;
}
