import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  ClusterCredentialsInput,
  ConnectionReason,
  ConnectionTest,
  CreateCluster,
  KubeconfigContext,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { Kubeconfig } from '../security/Kubeconfig';
import type { ClusterChange } from './ClusterChange';
import type { ClusterRecord } from './ClusterRecord';
import type { ClusterStore } from './ClusterStore';
import type { ClusterVault } from './ClusterVault';
import type { ConnectionTester } from './ConnectionTester';
import type { DatabaseClusterConnector } from './DatabaseClusterConnector';
import { toClusterCredentials } from './toClusterCredentials';

/** Failures that say nothing about the credential: the server may be down, or reachable only later. */
const NETWORK: ReadonlySet<ConnectionReason | undefined> = new Set([
  'dns',
  'unreachable',
  'timeout',
] as const);

/** The registry of clusters. Permissions are checked at the doors. */
export class ClusterService {
  readonly #store: ClusterStore;
  readonly #vault: ClusterVault;
  readonly #connector: DatabaseClusterConnector;
  readonly #tester: ConnectionTester;
  readonly #logger: LoggerService;
  readonly #listeners = new Set<(change: ClusterChange) => void>();

  constructor(options: {
    store: ClusterStore;
    vault: ClusterVault;
    connector: DatabaseClusterConnector;
    tester: ConnectionTester;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#connector = options.connector;
    this.#tester = options.tester;
    this.#logger = options.logger;
  }

  async list(): Promise<ClusterRecord[]> {
    return this.#store.list();
  }

  /** Fails with NotFoundError. */
  async get(id: string): Promise<ClusterRecord> {
    const cluster = await this.#store.get(id);
    if (!cluster) {
      throw new NotFoundError('The cluster does not exist');
    }
    return cluster;
  }

  /** Fails with InputError when the kubeconfig as a whole cannot be read. */
  readKubeconfig(kubeconfig: string): KubeconfigContext[] {
    return Kubeconfig.parse(kubeconfig).listContexts();
  }

  /** Fails with InputError when the credentials are not even tried. */
  async testConnection(
    credentials: ClusterCredentialsInput,
  ): Promise<ConnectionTest> {
    return this.#tester.test(toClusterCredentials(credentials));
  }

  /**
   * Tests, then stores. Fails with InputError when the test fails, with ConflictError when another cluster has the
   * name or the server; then nothing is stored.
   */
  async create(
    input: CreateCluster,
    options: { actor: string },
  ): Promise<{ cluster: ClusterRecord; test: ConnectionTest }> {
    const credentials = toClusterCredentials(input.credentials);
    const { server, auth, secret } = credentials;
    const conflict = await this.#store.findConflict({
      name: input.name,
      server,
    });
    if (conflict) {
      throw conflict;
    }
    const test = await this.#tester.test(credentials);
    assertAcceptable(test, input.allowFailedTest === true);
    const now = new Date().toISOString();
    const cluster: ClusterRecord = {
      id: randomUUID(),
      name: input.name,
      title: input.title || undefined,
      description: input.description || undefined,
      environment: input.environment || undefined,
      labels: input.labels ?? {},
      source: 'manual',
      server,
      auth,
      createdAt: now,
      createdBy: options.actor,
      updatedAt: now,
    };
    await this.#store.insert(cluster, this.#vault.seal(cluster.id, secret));
    this.notify({ type: 'added', clusterId: cluster.id });
    return { cluster, test };
  }

  /** Fails with NotFoundError, and with ConflictError for a cluster that its source would bring back. */
  async delete(id: string): Promise<ClusterRecord> {
    const cluster = await this.get(id);
    if (cluster.source !== 'manual') {
      throw new ConflictError(
        `The cluster comes from the source "${cluster.source}": remove it there`,
      );
    }
    await this.#store.delete(id);
    await this.#connector.drop(id);
    this.notify({ type: 'deleted', clusterId: id });
    return cluster;
  }

  /** Calls back after a change that this process made. Returns what ends it. */
  onChange(listener: (change: ClusterChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For the registry of cluster sources. */
  notify(change: ClusterChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#logger.error(
          'A listener to cluster changes failed',
          error as Error,
        );
      }
    }
  }
}

function assertAcceptable(test: ConnectionTest, allowFailed: boolean): void {
  const failed = test.steps.find(step => step.state === 'failed');
  if (!failed) {
    return;
  }
  const isNetwork = NETWORK.has(failed.reason);
  if (isNetwork && allowFailed) {
    return;
  }
  throw new InputError(
    `credentials: the connection test failed at the step "${failed.step}": ${
      failed.message
    }${isNetwork ? ' Set allowFailedTest to add the cluster anyway.' : ''}`,
  );
}
