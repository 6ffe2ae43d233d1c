import { readFile } from 'node:fs/promises';
import type { PipelineOptions } from '@azure/core-rest-pipeline';
import type {
  TokenCredential,
  WorkloadIdentityCredentialOptions,
} from '@azure/identity';
import type { AzureCloud } from '../clouds/AzureCloud';
import { loadSdk } from '../clusters/loadSdk';
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
  const sdk = loadSdk.identity();
  switch (type) {
    case 'client-secret':
      return new sdk.ClientSecretCredential(
        tenantId!,
        clientId!,
        options.clientSecret!,
        common,
      );
    case 'federated':
      return new sdk.ClientAssertionCredential(
        tenantId!,
        clientId!,
        () => readAssertion(tokenFile!),
        common,
      );
    case 'workload-identity':
      return new sdk.WorkloadIdentityCredential({
        ...identity,
        tokenFilePath: tokenFile,
      });
    case 'managed-identity':
      // The SDK, and the machine itself, keep its tokens for the whole process: one that is refused comes again.
      return new sdk.ManagedIdentityCredential({ ...common, clientId });
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
  const { CredentialUnavailableError } = loadSdk.identity();
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
  const sdk = loadSdk.identity();
  const sources = [
    () => new sdk.EnvironmentCredential(identity),
    () => new sdk.WorkloadIdentityCredential(identity),
    () =>
      new sdk.ManagedIdentityCredential({
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
  return new sdk.ChainedTokenCredential(...usable);
}
