import { randomBytes } from 'node:crypto';
import { ApiServer } from '../server/ApiServer';
import { Authenticator } from '../server/Authenticator';
import { Authorizer } from '../server/Authorizer';
import type { LogSource } from '../server/LogSource';
import type { TokenIssuer } from '../server/IssuedTokens';
import { WatchHub } from '../server/WatchHub';
import { fluxCrds } from '../store/fluxCrds';
import { MemoryObjectStore } from '../store/MemoryObjectStore';
import type { KubeObject } from '../store/ObjectStore';
import { bootstrapObjects } from './bootstrapObjects';
import { certificates, type Certificates } from './certificates';
import type { ClusterUser, ControlCommand } from './ControlCommand';
import { GarbageCollector } from './GarbageCollector';
import { GeneratedLogs } from './GeneratedLogs';
import { kubeconfig } from './kubeconfig';
import { NamespaceController } from './NamespaceController';
import { putObjects } from './putObjects';

const SEED = { manager: 'kube-sim' };

export interface ClusterServerOptions {
  name: string;
  /** Defaults to a store with the Flux CRDs. */
  store?: MemoryObjectStore;
  /** CRDs to start with, instead of those of Flux 2.9. */
  crds?: KubeObject[];
  objects?: KubeObject[];
  /** 0 or absent for any free port. */
  port?: number;
  kubernetesVersion?: string;
  tokens?: Partial<Record<ClusterUser, string>>;
  /** Its tokens are accepted besides the cluster's own. */
  tokenIssuer?: TokenIssuer;
  /** Keeps the certificates, so that kubeconfigs stay valid over restarts. */
  folder?: string;
  logs?: LogSource;
}

/** One simulated cluster: its store, the housekeeping of Kubernetes and its HTTPS server. */
export class ClusterServer {
  readonly name: string;
  readonly store: MemoryObjectStore;
  readonly tokens: Record<ClusterUser, string>;
  readonly certificates: Certificates;
  readonly #authenticator: Authenticator;
  readonly #api: ApiServer;
  readonly #watches: WatchHub;
  readonly #housekeeping: Array<{ stop(): void }>;

  static async create(options: ClusterServerOptions): Promise<ClusterServer> {
    return new ClusterServer(
      options,
      await certificates(options.name, options.folder),
    );
  }

  private constructor(options: ClusterServerOptions, certs: Certificates) {
    const { name, objects = [], port, logs } = options;
    this.name = name;
    this.certificates = certs;
    this.#authenticator = new Authenticator(options.tokenIssuer);
    this.store = options.store ?? new MemoryObjectStore();
    this.#housekeeping = [
      new NamespaceController(this.store),
      new GarbageCollector(this.store),
    ];
    const made = (user: ClusterUser) =>
      options.tokens?.[user] ?? randomBytes(24).toString('base64url');
    this.tokens = {
      admin: made('admin'),
      fluxcd: made('fluxcd'),
      viewer: made('viewer'),
    };
    this.#seed([...(options.crds ?? fluxCrds()), ...bootstrapObjects()]);
    putObjects(this.store, objects);
    (['admin', 'fluxcd', 'viewer'] as const).forEach(user =>
      this.#admit(user, this.tokens[user]),
    );
    this.#watches = new WatchHub(this.store);
    this.#api = new ApiServer({
      cluster: {
        store: this.store,
        authenticator: this.#authenticator,
        authorizer: new Authorizer(this.store),
        watches: this.#watches,
        logs: logs ?? new GeneratedLogs(),
        gitVersion: options.kubernetesVersion ?? 'v1.36.2',
      },
      tls: { ...certs.server, ca: certs.ca.cert },
      port,
    });
  }

  /** Does nothing while the server listens already. */
  async start(): Promise<void> {
    await this.#api.listen();
  }

  async stop(): Promise<void> {
    this.#housekeeping.forEach(one => one.stop());
    this.#watches.stop();
    await this.#api.close();
  }

  get url(): string {
    return `https://127.0.0.1:${this.#api.port}`;
  }

  get caPem(): string {
    return this.certificates.ca.cert;
  }

  kubeconfig(user: ClusterUser = 'admin'): string {
    return kubeconfig({
      name: this.name,
      server: this.url,
      caPem: this.caPem,
      user,
      token: this.tokens[user],
    });
  }

  async control(command: ControlCommand): Promise<unknown> {
    switch (command.type) {
      case 'pause':
        return this.#api.close();
      case 'resume':
        return this.#api.listen();
      case 'dropConnections':
        return this.#api.dropConnections();
      case 'endWatches':
        return this.#watches.endAll();
      case 'compact':
        return this.store.compact();
      case 'rotateToken': {
        this.#authenticator.remove(this.tokens[command.user]);
        const token = command.token ?? randomBytes(24).toString('base64url');
        this.tokens[command.user] = token;
        this.#admit(command.user, token);
        return { token };
      }
      case 'refuseTokens':
        return this.#authenticator.refuse(command.ids);
      case 'installCrd':
        putObjects(this.store, [command.crd]);
        return undefined;
      case 'removeCrd':
        return this.store.delete(
          'apiextensions.k8s.io',
          'CustomResourceDefinition',
          undefined,
          command.name,
        );
      case 'failNext':
        return this.#api.failNext(command);
      case 'clearFailures':
        return this.#api.clearFailures();
      case 'put':
        putObjects(this.store, command.objects);
        return undefined;
      case 'delete':
        return this.store.delete(
          command.group,
          command.kind,
          command.namespace,
          command.name,
        );
      case 'takeRequests':
        return this.#api.requests.splice(0);
      case 'stats':
        return { version: this.store.version, watches: this.#watches.size };
      default:
        throw new Error(`unknown control command ${JSON.stringify(command)}`);
    }
  }

  #seed(objects: KubeObject[]): void {
    for (const object of objects) {
      const { kind, apiVersion, metadata } = object;
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      if (!this.store.get(group, kind, metadata.namespace, metadata.name)) {
        this.store.create(object, SEED);
      }
    }
  }

  #admit(user: ClusterUser, token: string): void {
    if (user === 'admin') {
      this.#authenticator.add(token, {
        name: 'admin',
        groups: ['system:masters'],
      });
      return;
    }
    this.#authenticator.add(token, {
      name: `system:serviceaccount:backstage:${user}`,
      uid: this.store.get('', 'ServiceAccount', 'backstage', user)?.metadata
        .uid,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:backstage'],
    });
  }
}
