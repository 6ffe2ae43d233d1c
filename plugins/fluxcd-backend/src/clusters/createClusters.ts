import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  ClusterSource,
  CredentialStrategy,
  SourceOperations,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { Knex } from 'knex';
import { AddressGuard } from '../security/AddressGuard';
import { Keyring } from '../security/Keyring';
import { ClientCertificateStrategy } from './ClientCertificateStrategy';
import { ClientFactory } from './ClientFactory';
import { ClusterService } from './ClusterService';
import { ClusterStore } from './ClusterStore';
import { ClusterVault } from './ClusterVault';
import { ConnectionTester } from './ConnectionTester';
import { DatabaseClusterConnector } from './DatabaseClusterConnector';
import { InClusterSource } from './InClusterSource';
import { InClusterStrategy } from './InClusterStrategy';
import { SecretVault } from './SecretVault';
import { SourceRegistry } from './SourceRegistry';
import { SyncSettings } from './SyncSettings';
import { TokenStrategy } from './TokenStrategy';

/**
 * Puts the room together. Fails when no encryption key is configured. `start` runs after migrations, and after those
 * who listen to changes have begun to.
 */
export function createClusters(options: {
  config: Config;
  knex: Knex;
  logger: LoggerService;
  /** From modules, beside the ones built in. */
  sources?: readonly ClusterSource[];
  strategies?: readonly CredentialStrategy[];
  /** Why clusters cannot be read now, by their ids. */
  readReasons: () => Promise<ReadonlyMap<string, ConnectionReason>>;
  /** The operations of the source with this id. */
  operationsOf: (source: string) => SourceOperations;
}): {
  service: ClusterService;
  connector: DatabaseClusterConnector;
  sync: SyncSettings;
  vault: ClusterVault;
  /** Where clusters can come from. */
  sourceIds: string[];
  start(): Promise<void>;
  stop(): Promise<void>;
} {
  const { config, logger } = options;
  const keyring = Keyring.fromConfig(config);
  const guard = AddressGuard.fromConfig(config);
  const store = new ClusterStore(options.knex);
  const vault = new ClusterVault({ store, keyring, logger });
  const secrets = new SecretVault({ knex: options.knex, keyring, logger });
  const factory = new ClientFactory({
    strategies: [
      new TokenStrategy(),
      new ClientCertificateStrategy(),
      new InClusterStrategy(),
      ...(options.strategies ?? []),
    ],
    guard,
  });
  const connector = new DatabaseClusterConnector({ store, vault, factory });
  const tester = new ConnectionTester({ guard, factory });
  const sync = new SyncSettings({ knex: options.knex, config });
  const service = new ClusterService({
    store,
    vault,
    connector,
    tester,
    sync,
    logger,
  });
  const sources: ClusterSource[] = [
    new InClusterSource({ config }),
    ...(options.sources ?? []),
  ];

  const startSource = async (source: ClusterSource) => {
    const clusters = new SourceRegistry({
      source: source.id,
      store,
      vault,
      test: clusterId => service.testStored(clusterId),
      readReasons: options.readReasons,
      onChange: async change => {
        if (change.type !== 'described') await connector.drop(change.clusterId);
        service.notify(change);
      },
    });
    try {
      await source.start({
        clusters,
        secrets: secrets.storageOf(source.id),
        operations: options.operationsOf(source.id),
      });
    } catch (error) {
      logger.error(
        `The cluster source "${source.id}" did not start: ${
          (error as Error).message
        }`,
      );
    }
  };

  return {
    service,
    connector,
    sync,
    vault,
    sourceIds: ['manual', ...sources.map(source => source.id)],
    async start() {
      await vault.reseal();
      await secrets.reseal();
      for (const source of sources) {
        await startSource(source);
      }
    },
    async stop() {
      await Promise.allSettled(sources.map(source => source.stop?.()));
      await connector.close();
    },
  };
}
