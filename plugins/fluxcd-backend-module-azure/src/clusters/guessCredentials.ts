import type { AzureSession } from '../credentials/AzureSession';
import type { AksRow } from './AksRow';
import {
  AKS_SERVER_APP_ID,
  type readAksCredentials,
} from './readAksCredentials';

/**
 * What is known of a stopped cluster with Entra without asking: enough to show it, not to talk to it. What it lacks is read
 * when it runs.
 */
export function guessCredentials(
  { connection }: Pick<AzureSession, 'connection'>,
  row: AksRow,
): Omit<Awaited<ReturnType<typeof readAksCredentials>>, 'secret'> {
  const host = row.private && !row.publicFqdn ? row.privateFqdn : row.fqdn;
  return {
    server: `https://${host ?? row.fqdn ?? row.privateFqdn}`,
    auth: {
      type: 'azure',
      connectionId: connection.id,
      serverAppId: AKS_SERVER_APP_ID,
    },
  };
}
