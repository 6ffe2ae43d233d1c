import { randomUUID } from 'node:crypto';
import { aksKubeconfig } from '../clusters/aksKubeconfig';
import type { AksFleet } from '../clusters/AksFleet';
import type { Principal } from '../directory/Directory';
import type { SigningKey } from '../directory/SigningKey';
import type { Answer } from '../http/Faults';
import type { Handler, ServedRequest } from '../http/LoopbackServer';
import type { Access, Subscription } from './Access';
import { ArmError } from './ArmError';
import { queryResources } from './queryResources';

const SUBSCRIPTION = /^\/subscriptions(?:\/([^/]+))?$/i;
const CLUSTERS =
  /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/Microsoft\.ContainerService\/managedClusters$/i;
const CLUSTER =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)(?:\/(listClusterUserCredential|listClusterAdminCredential))?$/i;
const GRAPH = /^\/providers\/Microsoft\.ResourceGraph\/resources$/i;
const PROVIDER = 'Microsoft.ContainerService/managedClusters';

export interface ResourceManagerOptions {
  key: SigningKey;
  audience: string;
  access: Access;
  fleet: AksFleet;
  pageSize: number;
  /** Named in kubeconfigs of clusters without a server. */
  placeholderCa: string;
}

/** Resource Manager, as far as clusters are found with it. */
class ResourceManager {
  readonly #options: ResourceManagerOptions;

  constructor(options: ResourceManagerOptions) {
    this.#options = options;
  }

  answer(request: ServedRequest): Answer {
    const { method, url } = request;
    const caller = this.#authenticate(request);
    if (!url.searchParams.get('api-version')) {
      throw new ArmError({
        status: 400,
        code: 'MissingApiVersionParameter',
        message:
          'The api-version query parameter (?api-version=) is required for all requests.',
      });
    }
    const path = decodeURIComponent(url.pathname);
    const { access, fleet } = this.#options;
    if (method === 'POST' && GRAPH.test(path)) {
      return queryResources({
        body: request.body,
        caller,
        access,
        clusters: fleet.list(),
      });
    }
    const subscription = SUBSCRIPTION.exec(path);
    if (method === 'GET' && subscription) {
      return this.#subscriptions(caller, subscription[1]);
    }
    const clusters = CLUSTERS.exec(path);
    if (method === 'GET' && clusters) {
      return this.#list(request, caller, clusters[1], clusters[2]);
    }
    const [, subscriptionId, group, name, credentials] =
      CLUSTER.exec(path) ?? [];
    if (name && method === (credentials ? 'POST' : 'GET')) {
      return this.#cluster(request, caller, {
        subscriptionId,
        group,
        name,
        credentials,
      });
    }
    throw new ArmError({
      status: 404,
      code: 'InvalidResourceType',
      message: 'The resource type could not be found in the emulator.',
    });
  }

  #authenticate({ headers, logged }: ServedRequest): Principal {
    const { key, audience } = this.#options;
    const refuse = (code: string, message: string) =>
      new ArmError({
        status: 401,
        code,
        message,
        headers: {
          'www-authenticate':
            'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="The authentication failed."',
        },
      });
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (!token) {
      throw refuse(
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      );
    }
    const claims = key.verify(token);
    if (!claims) {
      throw refuse(
        'InvalidAuthenticationToken',
        'The access token is invalid.',
      );
    }
    if (claims.aud.replace(/\/$/, '') !== audience.replace(/\/$/, '')) {
      throw refuse(
        'InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${claims.aud}'. It should exactly match with one of the allowed audiences '${audience}','${audience}/'.`,
      );
    }
    if (!(claims.exp > Date.now() / 1000)) {
      throw refuse(
        'ExpiredAuthenticationToken',
        'The access token expiry UTC time is earlier than current UTC time.',
      );
    }
    logged.clientId = claims.appid;
    logged.tenantId = claims.tid;
    return {
      clientId: claims.appid,
      objectId: claims.oid,
      tenantId: claims.tid,
    };
  }

  #subscriptions(caller: Principal, subscriptionId?: string): Answer {
    const { access } = this.#options;
    const shape = (one: Subscription) => ({
      id: `/subscriptions/${one.subscriptionId}`,
      authorizationSource: 'RoleBased',
      managedByTenants: [],
      subscriptionId: one.subscriptionId,
      tenantId: one.tenantId,
      displayName: one.name,
      state: one.state ?? 'Enabled',
      subscriptionPolicies: {
        locationPlacementId: 'Public_2014-09-01',
        quotaId: 'PayAsYouGo_2014-09-01',
        spendingLimit: 'Off',
      },
    });
    if (subscriptionId === undefined) {
      const value = access.visible(caller).map(shape);
      return {
        status: 200,
        body: { value, count: { type: 'Total', value: value.length } },
      };
    }
    return {
      status: 200,
      body: shape(
        access.check({
          caller,
          subscriptionId,
          scope: 'subscription',
          action: 'Microsoft.Resources/subscriptions/read',
        }),
      ),
    };
  }

  #list(
    { url }: ServedRequest,
    caller: Principal,
    subscriptionId: string,
    group?: string,
  ): Answer {
    const { access, fleet, pageSize } = this.#options;
    access.check({
      caller,
      subscriptionId,
      scope: 'clusters',
      action: `${PROVIDER}/read`,
    });
    const found = fleet
      .list()
      .filter(
        cluster =>
          cluster.subscriptionId.toLowerCase() ===
            subscriptionId.toLowerCase() &&
          (!group ||
            cluster.resourceGroup.toLowerCase() === group.toLowerCase()),
      );
    const token = url.searchParams.get('$skiptoken');
    const from = token ? Number(Buffer.from(token, 'base64url')) : 0;
    const next = new URL(url);
    next.searchParams.set(
      '$skiptoken',
      Buffer.from(String(from + pageSize)).toString('base64url'),
    );
    return {
      status: 200,
      body: {
        value: found
          .slice(from, from + pageSize)
          .map(cluster => cluster.body('list')),
        ...(from + pageSize < found.length && { nextLink: next.href }),
      },
    };
  }

  #cluster(
    { url }: ServedRequest,
    caller: Principal,
    asked: {
      subscriptionId: string;
      group: string;
      name: string;
      credentials?: string;
    },
  ): Answer {
    const { access, fleet, placeholderCa } = this.#options;
    const { subscriptionId, group, name, credentials } = asked;
    const resourceId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${PROVIDER}/${name}`;
    access.check({
      caller,
      subscriptionId,
      resourceId,
      ...(credentials
        ? { scope: 'credentials', action: `${PROVIDER}/${credentials}/action` }
        : { scope: 'clusters', action: `${PROVIDER}/read` }),
    });
    const cluster = fleet.byId(resourceId);
    if (!cluster) {
      throw new ArmError({
        status: 404,
        code: 'ResourceNotFound',
        message: `The Resource '${PROVIDER}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
      });
    }
    if (!credentials) return { status: 200, body: cluster.body('get') };
    const admin = /admin/i.test(credentials);
    if (admin && cluster.options.localAccountsDisabled) {
      throw new ArmError({
        status: 400,
        code: 'BadRequest',
        message:
          'Getting static credential is not allowed because this cluster is set to disable local accounts.',
      });
    }
    const text = aksKubeconfig(cluster, {
      admin,
      format: url.searchParams.get('format') ?? 'exec',
      publicName: url.searchParams.get('server-fqdn') === 'public',
      placeholderCa,
    });
    return {
      status: 200,
      body: {
        kubeconfigs: [
          {
            name: admin ? 'clusterAdmin' : 'clusterUser',
            value: Buffer.from(text).toString('base64'),
          },
        ],
      },
    };
  }
}

/** Answers for Resource Manager; refusals have its form. */
export function serveResourceManager(options: ResourceManagerOptions): Handler {
  const manager = new ResourceManager(options);
  return request => {
    const id = randomUUID();
    const headers = {
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
      'x-ms-ratelimit-remaining-subscription-reads': '249',
    };
    try {
      const answer = manager.answer(request);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      const { status, code, message, details } = error;
      return {
        status,
        headers: { ...headers, ...error.headers },
        body: { error: { code, message, ...(details && { details }) } },
      };
    }
  };
}
