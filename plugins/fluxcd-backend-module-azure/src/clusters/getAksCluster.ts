import type { AzureSession } from '../credentials/AzureSession';
import type { AksRow } from './AksRow';
import { ArmCalls } from './ArmCalls';
import { loadSdk } from './loadSdk';
import { parseArmId } from './parseArmId';
import { toAksRow } from './toAksRow';
import { UnusableAnswerError } from './UnusableAnswerError';

const GONE = new Set(['ResourceNotFound', 'ResourceGroupNotFound']);

/**
 * Asks for one cluster by its resource id. Undefined when Azure says that it does not exist: a caller without the right
 * to see it is told 403 instead, so that a lost role never looks like a deleted cluster. Otherwise fails as the SDK does,
 * and with UnusableAnswerError when the answer is anything but that cluster.
 */
export async function getAksCluster(
  session: AzureSession,
  armId: string,
  signal: AbortSignal,
): Promise<AksRow | undefined> {
  const parts = parseArmId(armId);
  if (!parts) return undefined;
  const { ContainerServiceClient } = loadSdk.containerService();
  const calls = new ArmCalls({ session, signal });
  const client = new ContainerServiceClient(
    session.credential,
    parts.subscriptionId,
    calls.clientOptions,
  );
  try {
    const cluster = await client.managedClusters.get(
      parts.resourceGroup,
      parts.name,
      { abortSignal: signal },
    );
    const row = toAksRow(cluster);
    // The SDK takes whatever came for a cluster, the page of a proxy too.
    if (row?.armId !== armId) {
      throw new UnusableAnswerError(
        `Azure was asked for the cluster ${parts.name}, and answered with something else.`,
      );
    }
    return row;
  } catch (error) {
    const { statusCode, code } = error as {
      statusCode?: number;
      code?: string;
    };
    if (statusCode === 404 && code && GONE.has(code)) return undefined;
    throw error;
  }
}
