import type { TokenCredential } from '@azure/identity';
import type {
  HttpClient,
  PipelineOptions,
  PipelinePolicy,
} from '@azure/core-rest-pipeline';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionRecord } from '../connections/ConnectionRecord';

/** A connection ready for use: one per connection and version of its credential, shared by all who ask. */
export interface AzureSession {
  readonly connection: ConnectionRecord;
  readonly cloud: AzureCloud;
  /** For the clients of the SDK; joins calls in flight, and gives up after a time limit. */
  readonly credential: TokenCredential;
  /**
   * What every client of the SDK is made with: endpoint, token audience, trust, time limit per request, retries that
   * honour `Retry-After`.
   */
  readonly clientOptions: PipelineOptions & {
    httpClient: HttpClient;
    additionalPolicies?: {
      policy: PipelinePolicy;
      position: 'perCall' | 'perRetry';
    }[];
    endpoint: string;
    credentials: { scopes: string[] };
  };
  /** A token for the API servers of AKS. One request however many ask; fetched ahead of its end. Fails as the SDK does. */
  getAksToken(serverAppId: string): Promise<string>;
  /** Object id of the identity, read from its own token. Fails as the SDK does. */
  getObjectId(): Promise<string>;
  /**
   * An API server refused this token: the next one is fetched by a new credential. Nothing happens when it is no longer
   * the current one, or so young that another one would fare no better.
   */
  refuse(token: string): void;
}
