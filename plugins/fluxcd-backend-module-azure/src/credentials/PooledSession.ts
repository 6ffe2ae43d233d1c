import type {
  AccessToken,
  GetTokenOptions,
  TokenCredential,
} from '@azure/identity';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import type { AzureSession } from './AzureSession';
import { createCredential } from './createCredential';
import { createPipelineOptions } from './createPipelineOptions';
import { readObjectId } from './readObjectId';
import { TokenSource } from './TokenSource';

/** A session with one credential of its own per audience: the SDK mixes up CAE and others within one. */
export class PooledSession implements AzureSession {
  readonly cloud: AzureCloud;
  readonly credential: TokenCredential;
  readonly clientOptions: AzureSession['clientOptions'];
  readonly #clientSecret?: string;
  readonly #now?: () => number;
  readonly #pipeline: ReturnType<typeof createPipelineOptions>;
  readonly #armScope: string;
  readonly #arm = new Map<string, TokenSource>();
  readonly #aks = new Map<string, TokenSource>();
  #connection: ConnectionRecord;

  constructor(options: {
    connection: ConnectionRecord;
    cloud: AzureCloud;
    clientSecret?: string;
    now?: () => number;
  }) {
    this.#connection = options.connection;
    this.#clientSecret = options.clientSecret;
    this.#now = options.now;
    this.cloud = options.cloud;
    this.#pipeline = createPipelineOptions(options.cloud);
    this.#armScope = `${options.cloud.resourceManagerAudience}/.default`;
    this.clientOptions = {
      ...this.#pipeline,
      endpoint: options.cloud.resourceManagerEndpoint,
      // The clients' own `cloudSetting` changes the endpoint, but leaves the audience at that of the public cloud.
      credentials: { scopes: [this.#armScope] },
      retryOptions: { maxRetries: 5, maxRetryDelayInMs: 30_000 },
    };
    this.credential = {
      getToken: (scopes, request) => this.#getToken(scopes, request),
    };
  }

  get connection(): ConnectionRecord {
    return this.#connection;
  }

  /** For changes that leave the credential as it is. */
  update(connection: ConnectionRecord): void {
    const { objectId } = this.#connection;
    this.#connection = {
      ...connection,
      objectId: connection.objectId ?? objectId,
    };
  }

  async getAksToken(serverAppId: string): Promise<string> {
    const scope = `${serverAppId}/.default`;
    // API servers cannot ask for claims, so they must not get tokens that live long because somebody could.
    const source = this.#sourceOf(this.#aks, scope, false);
    return (await source.get()).token;
  }

  async getObjectId(): Promise<string> {
    return readObjectId((await this.#getToken(this.#armScope)).token);
  }

  refuse(token: string): void {
    for (const source of this.#aks.values()) source.refuse(token);
  }

  async #getToken(
    scopes: string | string[],
    request?: GetTokenOptions,
  ): Promise<AccessToken> {
    const scope = [scopes].flat().join(' ');
    const source = this.#sourceOf(this.#arm, scope, true);
    const token = await source.get(request?.claims);
    this.#noteObjectId(token.token);
    return token;
  }

  /** Commands that mend what Azure refuses are the better for it. */
  #noteObjectId(token: string): void {
    if (this.#connection.objectId) return;
    try {
      const objectId = readObjectId(token);
      this.#connection = { ...this.#connection, objectId };
    } catch {
      // They do without.
    }
  }

  #sourceOf(
    sources: Map<string, TokenSource>,
    scope: string,
    enableCae: boolean,
  ): TokenSource {
    let source = sources.get(scope);
    if (!source) {
      source = new TokenSource({
        createCredential: () =>
          createCredential({
            connection: this.#connection,
            cloud: this.cloud,
            clientSecret: this.#clientSecret,
            pipeline: this.#pipeline,
          }),
        scope,
        enableCae,
        now: this.#now,
      });
      sources.set(scope, source);
    }
    return source;
  }
}
