import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterSource } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { ConnectionDirectory } from '../connections/ConnectionDirectory';
import type { DeferredStorage } from '../connections/DeferredStorage';
import type { CredentialPool } from '../credentials/CredentialPool';
import type { AksClusterStore } from './AksClusterStore';
import { ConnectionSync } from './ConnectionSync';
import { SyncRunner } from './SyncRunner';
import type { SyncSettings } from './SyncSettings';

/** So that the portal is up before it turns to Azure. */
const INITIAL_DELAY_SECONDS = 15;
/** Connections wait for each other; this is beyond what even many of them take. */
const TIMEOUT_IN_SYNCS = 8;

/** The AKS clusters of all connections. */
export class AzureClusterSource implements ClusterSource {
  readonly id = 'azure-aks';
  readonly #options: {
    store: AksClusterStore;
    directory: ConnectionDirectory;
    pool: CredentialPool;
    secrets: DeferredStorage;
    settings: SyncSettings;
    scheduler: SchedulerService;
    logger: LoggerService;
  };
  #runner?: SyncRunner;
  #tidying?: Promise<void>;

  constructor(options: {
    store: AksClusterStore;
    directory: ConnectionDirectory;
    pool: CredentialPool;
    /** Is handed what the plugin hands out at start. */
    secrets: DeferredStorage;
    settings: SyncSettings;
    scheduler: SchedulerService;
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  /** Fails with ServiceUnavailableError until the plugin has started. */
  get runner(): SyncRunner {
    if (!this.#runner) {
      throw new ServiceUnavailableError('The portal is starting');
    }
    return this.#runner;
  }

  async start({
    clusters,
    secrets,
    operations,
  }: Parameters<ClusterSource['start']>[0]): Promise<void> {
    const { settings, scheduler, ...parts } = this.#options;
    const { syncMinutes, syncTimeoutSeconds } = settings;
    parts.secrets.provide(secrets);
    const runner = new SyncRunner({
      ...parts,
      clusters,
      operations,
      syncMinutes,
      sync: new ConnectionSync({ ...parts, clusters, settings }),
    });
    this.#runner = runner;
    if (syncMinutes === 0) {
      // The portal need not wait for it.
      this.#tidying = runner.tidy();
      return;
    }
    await scheduler.scheduleTask({
      id: 'fluxcd-azure-sync',
      scope: 'global',
      frequency: { minutes: syncMinutes },
      timeout: { seconds: syncTimeoutSeconds * TIMEOUT_IN_SYNCS },
      initialDelay: { seconds: INITIAL_DELAY_SECONDS },
      fn: signal => runner.runAll(signal),
    });
  }

  async stop(): Promise<void> {
    await this.#tidying;
    await this.#runner?.stop();
  }
}
