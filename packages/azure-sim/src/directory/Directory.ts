import { randomUUID } from 'node:crypto';
import {
  AKS_SERVER_APP,
  PUBLIC_ARM_AUDIENCE,
  TOKEN_EXCHANGE_AUDIENCE,
} from '../constants';
import { EntraError } from '../entra/EntraError';
import type {
  ClientOptions,
  ManagedIdentityOptions,
  TenantOptions,
} from '../options';
import type { SigningKey } from './SigningKey';

/** Those of US Government and China beside the public one. */
const ARM_AUDIENCES = [
  PUBLIC_ARM_AUDIENCE,
  'https://management.usgovcloudapi.net',
  'https://management.chinacloudapi.cn',
];

interface Client extends ClientOptions {
  secrets: string[];
  expired: Set<string>;
}

interface Tenant extends Omit<TenantOptions, 'clients'> {
  clients: Map<string, Client>;
}

/** Who is asking: an application or a managed identity. */
export interface Principal {
  tenantId: string;
  clientId: string;
  objectId: string;
}

export interface IssuedToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
  /** Seconds. */
  refreshIn?: number;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/** Entra ID: tenants with their applications, and the tokens that they get. */
export class Directory {
  /** Seconds that tokens are valid, and after which clients are told to renew them. */
  lifetime: { ttlSeconds: number; refreshInSeconds?: number } = {
    ttlSeconds: 3599,
  };
  readonly #tenants = new Map<string, Tenant>();
  readonly #key: SigningKey;
  readonly #assertions: { issuer: string; key: SigningKey };
  readonly #audiences: string[];
  /** Ids of the tokens for clusters, by the object id that they were issued to. */
  readonly #clusterTokens = new Map<string, string[]>();

  constructor(options: {
    tenants: TenantOptions[];
    key: SigningKey;
    /** The one issuer whose assertions can be checked. */
    assertions: { issuer: string; key: SigningKey };
    resourceManagerAudience: string;
  }) {
    this.#key = options.key;
    this.#assertions = options.assertions;
    this.#audiences = [
      AKS_SERVER_APP,
      options.resourceManagerAudience,
      ...ARM_AUDIENCES,
    ];
    for (const tenant of options.tenants) {
      this.#tenants.set(tenant.tenantId.toLowerCase(), {
        ...tenant,
        clients: new Map(
          (tenant.clients ?? []).map(client => [
            client.clientId.toLowerCase(),
            {
              ...client,
              secrets: [...(client.secrets ?? [])],
              expired: new Set(),
            },
          ]),
        ),
      });
    }
  }

  static issuer(tenantId: string): string {
    return `https://sts.windows.net/${tenantId}/`;
  }

  /** @throws EntraError 90002, 700016, 7000215, 7000222, 70021 or 50027 */
  authenticate(options: {
    tenantId: string;
    clientId: string;
    secret?: string;
    assertion?: string;
  }): Principal {
    const { tenantId, clientId, secret, assertion } = options;
    const tenant = this.#tenants.get(tenantId.toLowerCase());
    if (!tenant) {
      throw new EntraError({
        code: 90002,
        status: 400,
        error: 'invalid_request',
        message: `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
      });
    }
    const client = tenant.clients.get(clientId.toLowerCase());
    if (!client) {
      throw new EntraError({
        code: 700016,
        status: 400,
        error: 'unauthorized_client',
        message: `Application with identifier '${clientId}' was not found in the directory '${
          tenant.name ?? tenantId
        }'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
      });
    }
    if (assertion !== undefined) this.#checkAssertion(client, assertion);
    else this.#checkSecret(client, secret ?? '');
    return {
      tenantId: tenant.tenantId,
      clientId: client.clientId,
      objectId: client.objectId,
    };
  }

  /** The managed identity with this client id, or the first one; undefined when there is none. */
  managedIdentity(clientId?: string): Principal | undefined {
    for (const { tenantId, managedIdentities = [] } of this.#tenants.values()) {
      const found = managedIdentities.find(
        (identity: ManagedIdentityOptions) =>
          clientId === undefined ||
          identity.clientId.toLowerCase() === clientId.toLowerCase(),
      );
      if (found) return { tenantId, ...found };
    }
    return undefined;
  }

  /** @throws EntraError 500011 for an audience that nobody has */
  issue(principal: Principal, audience: string): IssuedToken {
    const { tenantId, clientId, objectId } = principal;
    if (!this.#audiences.includes(audience.replace(/\/$/, ''))) {
      throw new EntraError({
        code: 500011,
        status: 400,
        error: 'invalid_resource',
        message: `The resource principal named ${audience} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
      });
    }
    const { ttlSeconds, refreshInSeconds } = this.lifetime;
    const now = Math.floor(Date.now() / 1000);
    const id = randomUUID();
    if (audience === AKS_SERVER_APP) {
      const ids = this.#clusterTokens.get(objectId);
      if (ids) ids.push(id);
      else this.#clusterTokens.set(objectId, [id]);
    }
    return {
      token: this.#key.sign({
        aud: audience,
        iss: Directory.issuer(tenantId),
        iat: now,
        nbf: now,
        exp: now + ttlSeconds,
        appid: clientId,
        oid: objectId,
        sub: objectId,
        tid: tenantId,
        idtyp: 'app',
        ver: '1.0',
        jti: id,
      }),
      expiresIn: ttlSeconds,
      refreshIn: refreshInSeconds,
      expiresAt: now + ttlSeconds,
    };
  }

  /** The ids of all tokens for clusters, or of those of one object id; they are handed out once. */
  takeClusterTokens(objectId?: string): string[] {
    const taken = [...this.#clusterTokens].filter(
      ([owner]) => objectId === undefined || owner === objectId,
    );
    taken.forEach(([owner]) => this.#clusterTokens.delete(owner));
    return taken.flatMap(([, ids]) => ids);
  }

  /** @throws Error when no tenant has the client */
  client(clientId: string): Client {
    for (const { clients } of this.#tenants.values()) {
      const found = clients.get(clientId.toLowerCase());
      if (found) return found;
    }
    throw new Error(`No client ${clientId}`);
  }

  #checkSecret(client: Client, secret: string): void {
    if (client.expired.has(secret)) {
      throw new EntraError({
        code: 7000222,
        status: 401,
        error: 'invalid_client',
        message: `The provided client secret keys for app '${client.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
      });
    }
    if (!client.secrets.includes(secret)) {
      throw new EntraError({
        code: 7000215,
        status: 401,
        error: 'invalid_client',
        message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client.clientId}'.`,
      });
    }
  }

  #checkAssertion(client: Client, assertion: string): void {
    const { issuer, key } = this.#assertions;
    const claims = key.verify(assertion);
    if (!claims || !(claims.exp > Date.now() / 1000)) {
      throw new EntraError({
        code: 50027,
        status: 400,
        error: 'invalid_request',
        message:
          'JWT token is invalid or malformed: its signature or its lifetime.',
      });
    }
    const known = (client.federated ?? []).some(
      entry =>
        entry.subject === claims.sub &&
        (entry.issuer ?? issuer) === claims.iss &&
        claims.aud === TOKEN_EXCHANGE_AUDIENCE,
    );
    if (!known) {
      throw new EntraError({
        code: 70021,
        status: 401,
        error: 'invalid_client',
        message: `No matching federated identity record found for presented assertion. Assertion Issuer: '${claims.iss}'. Assertion Subject: '${claims.sub}'. Assertion Audience: '${claims.aud}'.`,
      });
    }
  }
}
