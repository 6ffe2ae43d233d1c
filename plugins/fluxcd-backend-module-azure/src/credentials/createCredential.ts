import { readFile } from 'node:fs/promises';
import type { PipelineOptions } from '@azure/core-rest-pipeline';
import {
  ChainedTokenCredential,
  ClientAssertionCredential,
  ClientSecretCredential,
  CredentialUnavailableError,
  EnvironmentCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
  type WorkloadIdentityCredentialOptions,
} from '@azure/identity';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionRecord } from '../connections/ConnectionRecord';

/** With the pauses between them, all attempts end before the deadline of a token. */
const MAX_RETRIES = 2;

/** The credential of the SDK for a connection. Nothing is asked yet. Fails as the SDK does. */
export function createCredential(options: {
  connection: ConnectionRecord;
  cloud: AzureCloud;
  clientSecret?: string;
  pipeline: PipelineOptions;
}): TokenCredential {
  const { connection, cloud } = options;
  const { tenantId, clientId } = connection;
  const { type, tokenFile } = connection.credential;
  const common = {
    ...options.pipeline,
    authorityHost: cloud.authorityHost,
    // Public Entra vouches for the authorities of the built-in clouds; of others it does not know.
    disableInstanceDiscovery: !cloud.builtIn,
    retryOptions: { maxRetries: MAX_RETRIES },
  };
  const identity = { ...common, tenantId, clientId };
  switch (type) {
    case 'client-secret':
      return new ClientSecretCredential(
        tenantId!,
        clientId!,
        options.clientSecret!,
        common,
      );
    case 'federated':
      return new ClientAssertionCredential(
        tenantId!,
        clientId!,
        () => readAssertion(tokenFile!),
        common,
      );
    case 'workload-identity':
      return new WorkloadIdentityCredential({
        ...identity,
        tokenFilePath: tokenFile,
      });
    case 'managed-identity':
      return new ManagedIdentityCredential({ ...common, clientId });
    case 'default':
      return createDefaultChain(identity);
    default:
      throw new Error(`Unknown type of credential: ${type satisfies never}`);
  }
}

/** Read anew for each token: whoever writes the file rotates it. */
async function readAssertion(path: string): Promise<string> {
  try {
    const assertion = (await readFile(path, 'utf8')).trim();
    if (assertion) return assertion;
  } catch {
    // Said below.
  }
  throw new CredentialUnavailableError(
    'The token file of the federated credential cannot be read, or is empty',
  );
}

/**
 * What `DefaultAzureCredential` tries in production. That one itself goes on with the tools of developers, each a child
 * process.
 */
function createDefaultChain(
  identity: WorkloadIdentityCredentialOptions,
): TokenCredential {
  const sources = [
    () => new EnvironmentCredential(identity),
    () => new WorkloadIdentityCredential(identity),
    () =>
      new ManagedIdentityCredential({
        ...identity,
        clientId: identity.clientId ?? process.env.AZURE_CLIENT_ID,
      }),
  ];
  const usable = sources.flatMap(create => {
    try {
      return [create()];
    } catch {
      // Its surroundings are not there.
      return [];
    }
  });
  return new ChainedTokenCredential(...usable);
}
