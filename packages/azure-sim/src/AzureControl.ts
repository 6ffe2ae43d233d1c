import type { SimCluster } from '@internal/kube-sim';
import type { Access, Scope } from './arm/Access';
import type { AksCluster } from './clusters/AksCluster';
import type { AksFleet } from './clusters/AksFleet';
import type { Directory } from './directory/Directory';
import { entraErrorBody } from './entra/serveEntra';
import type { Answer, Fault, Faults } from './http/Faults';
import type { LoopbackServer } from './http/LoopbackServer';
import type { Service } from './http/RequestLog';
import type { AksClusterOptions } from './options';

const HTML =
  '<html><head><title>Bad Gateway</title></head><body>502</body></html>';

function holds(text: string | undefined): Fault['matches'] {
  return text === undefined
    ? undefined
    : ({ url }) =>
        decodeURIComponent(`${url.pathname}${url.search}`)
          .toLowerCase()
          .includes(text.toLowerCase());
}

/** What a test, or the demo, can do to the emulator from outside its APIs. */
export class AzureControl {
  readonly #faults: Faults;
  readonly #directory: Directory;
  readonly #access: Access;
  readonly #fleet: AksFleet;
  readonly #servers: Record<Service, LoopbackServer>;
  readonly #pageSize: number;

  constructor(options: {
    faults: Faults;
    directory: Directory;
    access: Access;
    fleet: AksFleet;
    servers: Record<Service, LoopbackServer>;
    pageSize: number;
  }) {
    this.#faults = options.faults;
    this.#directory = options.directory;
    this.#access = options.access;
    this.#fleet = options.fleet;
    this.#servers = options.servers;
    this.#pageSize = options.pageSize;
  }

  /** Any fault; the methods after this one are the usual ones. */
  fail(fault: Fault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
    for (const server of Object.values(this.#servers)) server.latencyMs = 0;
  }

  /** 429 from Resource Manager to the next requests whose path with query holds `match`. */
  throttle(options: {
    times: number;
    match?: string;
    /** Without it the header is left out. */
    retryAfterSeconds?: number;
  }): void {
    const { times, match, retryAfterSeconds } = options;
    this.#faults.add({
      service: 'resourceManager',
      times,
      matches: holds(match),
      answer: {
        status: 429,
        headers: {
          'x-ms-ratelimit-remaining-subscription-reads': '0',
          ...(retryAfterSeconds !== undefined && {
            'retry-after': String(retryAfterSeconds),
          }),
        },
        body: {
          error: {
            code: 'TooManyRequests',
            message: 'The request is being throttled.',
          },
        },
      },
    });
  }

  /** Fails requests to Resource Manager whose path with query holds `match`; `html` answers as a proxy would. */
  failResourceManager(options: {
    status: number;
    match?: string;
    times?: number;
    code?: string;
    html?: boolean;
  }): void {
    const { status, match, times, code = 'InternalServerError' } = options;
    this.#faults.add({
      service: 'resourceManager',
      times,
      matches: holds(match),
      answer: {
        status,
        body: options.html
          ? HTML
          : { error: { code, message: 'The server could not do that.' } },
      },
    });
  }

  /** Fails one page of the list of clusters, counted from 1. */
  failPage(options: {
    subscriptionId: string;
    page: number;
    status?: number;
    times?: number;
  }): void {
    const { subscriptionId, page, status = 500, times } = options;
    const from = String((page - 1) * this.#pageSize);
    this.#faults.add({
      service: 'resourceManager',
      times,
      matches: ({ url }) =>
        url.pathname.toLowerCase() ===
          `/subscriptions/${subscriptionId}/providers/microsoft.containerservice/managedclusters`.toLowerCase() &&
        Buffer.from(
          url.searchParams.get('$skiptoken') ?? 'MA',
          'base64url',
        ).toString() === from,
      answer: {
        status,
        body: {
          error: {
            code: 'InternalServerError',
            message: 'The server could not do that.',
          },
        },
      },
    });
  }

  /** The token endpoint answers 503, hangs or cuts connections. */
  failTokenEndpoint(
    options: {
      how?: 'unavailable' | 'html' | 'hang' | 'drop';
      times?: number;
    } = {},
  ): void {
    const { how = 'unavailable', times } = options;
    const answers: Record<string, Answer> = {
      unavailable: {
        status: 503,
        body: entraErrorBody({
          code: 90033,
          error: 'temporarily_unavailable',
          message: 'A transient error has occurred. Please try again.',
        }),
      },
      html: { status: 502, body: HTML },
    };
    this.#faults.add({
      service: 'entra',
      times,
      matches: holds('/oauth2/v2.0/token'),
      answer: how === 'hang' || how === 'drop' ? how : answers[how],
    });
  }

  /** Refuses requests for a token with any number, such as 53003 of conditional access. */
  refuseTokenRequests(options: {
    code: number;
    error?: string;
    message?: string;
    times?: number;
  }): void {
    const { code, error = 'access_denied', times } = options;
    const { message = 'Access has been blocked.' } = options;
    this.#faults.add({
      service: 'entra',
      times,
      matches: holds('/oauth2/v2.0/token'),
      answer: { status: 400, body: entraErrorBody({ code, error, message }) },
    });
  }

  /** Never answers; the client has to give up. */
  hang(options: { service: Service; match?: string; times?: number }): void {
    const { service, match, times } = options;
    this.#faults.add({ service, times, matches: holds(match), answer: 'hang' });
  }

  /** Holds back every answer of a service, milliseconds. */
  setLatency(service: Service, milliseconds: number): void {
    this.#servers[service].latencyMs = milliseconds;
  }

  /** Seconds that tokens from now on are valid, and after which clients are told to renew them. */
  setTokenLifetime(lifetime: {
    ttlSeconds: number;
    refreshInSeconds?: number;
  }): void {
    this.#directory.lifetime = lifetime;
  }

  /** Replaces the secrets of a client; with `keepOld` the old ones are still taken. */
  rotateSecret(
    clientId: string,
    secret: string,
    options: { keepOld?: boolean } = {},
  ): void {
    const client = this.#directory.client(clientId);
    client.secrets = options.keepOld ? [...client.secrets, secret] : [secret];
  }

  /** Every secret that a client has now is refused as expired. */
  expireSecrets(clientId: string): void {
    const client = this.#directory.client(clientId);
    client.secrets.forEach(secret => client.expired.add(secret));
  }

  /** Refuses everything of a subscription, its clusters or their credentials: 403. */
  forbid(subscriptionId: string, scope: Scope = 'subscription'): void {
    this.#access.refuse(subscriptionId, scope);
  }

  permit(subscriptionId: string): void {
    this.#access.refuse(subscriptionId, undefined);
  }

  /** API servers refuse the tokens that were issued until now, of all or of one object id. */
  async revokeClusterTokens(objectId?: string): Promise<void> {
    await this.#fleet.refuseTokens(this.#directory.takeClusterTokens(objectId));
  }

  addCluster(options: AksClusterOptions): Promise<AksCluster> {
    return this.#fleet.add(options);
  }

  removeCluster(name: string): Promise<void> {
    return this.#fleet.remove(name);
  }

  /** Another cluster under the same id: with other names, and a server with another address and CA; nobody may share it. */
  recreateCluster(name: string): Promise<AksCluster> {
    return this.#fleet.recreate(name);
  }

  /** Its own API server no longer listens, for those either that share it; one that it shares goes on. */
  stopCluster(name: string): Promise<void> {
    return this.#fleet.setPower(name, 'Stopped');
  }

  startCluster(name: string): Promise<void> {
    return this.#fleet.setPower(name, 'Running');
  }

  cluster(name: string): AksCluster {
    return this.#fleet.find(name);
  }

  /** The simulated API server of a cluster. */
  apiServer(name: string): SimCluster {
    return this.#fleet.server(name);
  }
}
