import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  ClusterAvailability,
  ClusterCredentialsInput,
  ConnectionTest,
  CreateCluster,
  FluxController,
  KubeconfigContext,
  UpdateCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { Kubeconfig } from '../security/Kubeconfig';
import { assertAcceptable } from './assertAcceptable';
import type { ClusterChange } from './ClusterChange';
import type { ClusterRecord } from './ClusterRecord';
import type { ClusterStore } from './ClusterStore';
import type { ClusterVault } from './ClusterVault';
import type { ConnectionTester } from './ConnectionTester';
import type { DatabaseClusterConnector } from './DatabaseClusterConnector';
import { readFluxControllers } from './readFluxControllers';
import type { SyncSettings } from './SyncSettings';
import { toClusterCredentials } from './toClusterCredentials';

/** The registry of clusters. Permissions are checked at the doors. */
export class ClusterService {
  readonly #store: ClusterStore;
  readonly #vault: ClusterVault;
  readonly #connector: DatabaseClusterConnector;
  readonly #tester: ConnectionTester;
  readonly #sync: SyncSettings;
  readonly #logger: LoggerService;
  /** Tests that run now, by cluster: whoever asks meanwhile gets the same one. */
  readonly #tests = new Map<string, Promise<ConnectionTest>>();
  readonly #listeners = new Set<(change: ClusterChange) => void>();

  constructor(options: {
    store: ClusterStore;
    vault: ClusterVault;
    connector: DatabaseClusterConnector;
    tester: ConnectionTester;
    sync: SyncSettings;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#connector = options.connector;
    this.#tester = options.tester;
    this.#sync = options.sync;
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

  /** What its source says of a cluster that is stopped; undefined of any other, and of one that does not exist. */
  async stopOf(id: string): Promise<ClusterAvailability | undefined> {
    const availability = (await this.#store.get(id))?.availability;
    return availability?.state === 'stopped' ? availability : undefined;
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
    assertAcceptable(test, input.allowFailedTest ?? false);
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

  /**
   * Fails with NotFoundError, and with ConflictError for the description of a cluster whose source would write its own
   * over it. How it is kept current is the portal's business alone.
   */
  async update(id: string, change: UpdateCluster): Promise<ClusterRecord> {
    const cluster = await this.get(id);
    const { sync, labels, ...texts } = change;
    const described = labels || Object.keys(texts).length > 0;
    if (described) {
      assertManual(cluster, 'change it');
      const updatedAt = new Date().toISOString();
      const cleared = Object.fromEntries(
        Object.entries(texts).map(([key, value]) => [key, value || undefined]),
      );
      const found = await this.#store.describe(id, {
        ...cleared,
        labels,
        updatedAt,
      });
      if (!found) throw new NotFoundError('The cluster does not exist');
    }
    if (sync) await this.#sync.set(id, sync);
    this.notify({ type: sync ? 'updated' : 'described', clusterId: id });
    return this.get(id);
  }

  /**
   * Tests, then replaces; what is stored stays when the test fails. A token without certificate authority or TLS server
   * name takes over the stored ones. Fails with NotFoundError, with InputError when the
   * test fails or the credentials are of another server, with ConflictError when the cluster comes from a source.
   */
  async replaceCredentials(
    id: string,
    input: ClusterCredentialsInput,
  ): Promise<ConnectionTest> {
    const cluster = await this.get(id);
    assertManual(cluster, 'replace its credentials');
    const { server, auth, secret: given } = toClusterCredentials(input);
    if (server !== cluster.server) {
      throw new InputError(
        `credentials: must be of this cluster's server, ${cluster.server}; add another server as a cluster of its own`,
      );
    }
    // Who brings a new token need not bring along again what the server is known by.
    const secret =
      input.type === 'token'
        ? { ...(await this.#storedTrust(id)), ...definedOf(given) }
        : given;
    const test = await this.#tester.test({ server, auth, secret }, id);
    assertAcceptable(test);
    const found = await this.#store.replaceCredentials(
      id,
      { auth, updatedAt: new Date().toISOString() },
      this.#vault.seal(id, secret),
    );
    if (!found) throw new NotFoundError('The cluster does not exist');
    await this.#connector.drop(id);
    this.notify({ type: 'updated', clusterId: id });
    return test;
  }

  /** Tests the connection with what is stored. Fails with NotFoundError. */
  async testStored(id: string): Promise<ConnectionTest> {
    const running = this.#tests.get(id);
    if (running) return running;
    const test = this.#testStored(id).finally(() => this.#tests.delete(id));
    this.#tests.set(id, test);
    return test;
  }

  /** Live from the cluster. Fails with NotFoundError and KubernetesError. */
  async fluxControllers(id: string): Promise<FluxController[]> {
    return readFluxControllers(await this.#connector.connect(id));
  }

  /** Fails with NotFoundError, and with ConflictError for a cluster that its source would bring back. */
  async delete(id: string): Promise<ClusterRecord> {
    const cluster = await this.get(id);
    assertManual(cluster, 'remove it');
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

  /** What the stored credential says about the server; nothing when no key opens it. */
  async #storedTrust(id: string): Promise<JsonObject> {
    const row = await this.#store.getSealed(id);
    if (!row?.sealed) return {};
    try {
      const { certificateAuthority, tlsServerName } = this.#vault.open(
        row.cluster,
        row.sealed,
      );
      return definedOf({ certificateAuthority, tlsServerName });
    } catch {
      return {};
    }
  }

  async #testStored(id: string): Promise<ConnectionTest> {
    const row = await this.#store.getSealed(id);
    if (!row) throw new NotFoundError('The cluster does not exist');
    const { cluster, sealed } = row;
    const { server, auth, availability } = cluster;
    if (availability?.state === 'stopped') {
      // Nobody would answer before the time is up.
      const message = `The cluster is stopped: ${availability.message}`;
      return {
        ok: false,
        server,
        steps: [{ step: 'connect', state: 'failed', message }],
        access: [],
      };
    }
    try {
      const secret = sealed && this.#vault.open(cluster, sealed);
      return await this.#tester.test({ server, auth, secret }, id);
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      // Before anything could be tried: there is no usable credential.
      return {
        ok: false,
        server,
        steps: [
          {
            step: 'authenticate',
            state: 'failed',
            reason: 'credentials-unreadable',
            message: error.message,
          },
        ],
        access: [],
      };
    }
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

function definedOf(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  );
}

/** What `act` would do, the next report of the source would undo. */
function assertManual(cluster: ClusterRecord, act: string): void {
  if (cluster.source !== 'manual') {
    throw new ConflictError(
      `The cluster comes from the source "${cluster.source}": ${act} there`,
    );
  }
}
