import type { AzureSession } from '../credentials/AzureSession';
import type { AksCredentials } from './AksCredentials';
import type { AksRow } from './AksRow';
import { ArmCalls } from './ArmCalls';
import type { ClusterVerdict } from './judgeCluster';
import { loadSdk } from './loadSdk';
import { parseAksKubeconfig } from './parseAksKubeconfig';
import { UnusableAnswerError } from './UnusableAnswerError';

/** Application of the API servers of AKS in Entra, the same in every cloud. */
export const AKS_SERVER_APP_ID = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * Asks Azure for the kubeconfig of the cluster and takes from it what is needed. Fails as the SDK does, or with
 * UnusableAnswerError.
 */
export async function readAksCredentials(
  session: AzureSession,
  row: AksRow,
  signIn: Exclude<ClusterVerdict['signIn'], 'entra-later' | undefined>,
  signal: AbortSignal,
): Promise<AksCredentials> {
  const { ContainerServiceClient } = loadSdk.containerService();
  const calls = new ArmCalls({ session, signal });
  const { managedClusters } = new ContainerServiceClient(
    session.credential,
    row.subscriptionId,
    calls.clientOptions,
  );
  const options = {
    abortSignal: signal,
    // A private cluster answers by a name of its own network, unless it has one for everybody.
    serverFqdn: row.private && row.publicFqdn ? 'public' : undefined,
  };
  const { kubeconfigs } =
    signIn === 'admin-certificate'
      ? await managedClusters.listClusterAdminCredentials(
          row.resourceGroup,
          row.name,
          options,
        )
      : await managedClusters.listClusterUserCredentials(
          row.resourceGroup,
          row.name,
          { ...options, format: 'exec' },
        );
  const value = kubeconfigs?.[0]?.value;
  if (!value) throw new UnusableAnswerError('Azure sent no kubeconfig.');
  const { server, certificateAuthority, serverAppId, tenantId, client } =
    parseAksKubeconfig(Buffer.from(value).toString('utf8'));
  if (signIn === 'entra') {
    const own = session.connection.tenantId;
    if (tenantId && own && tenantId !== own) {
      throw new UnusableAnswerError(
        'The cluster wants tokens of another tenant than that of the connection.',
      );
    }
    return {
      server,
      auth: {
        type: 'azure',
        connectionId: session.connection.id,
        serverAppId: serverAppId ?? AKS_SERVER_APP_ID,
      },
      secret: { certificateAuthority },
    };
  }
  if (!client) {
    throw new UnusableAnswerError(
      'The kubeconfig that Azure sent holds no client certificate.',
    );
  }
  const { certificate, privateKey, expiresAt } = client;
  return {
    server,
    auth: { type: 'client-certificate', expiresAt },
    secret: { certificateAuthority, certificate, privateKey },
  };
}
