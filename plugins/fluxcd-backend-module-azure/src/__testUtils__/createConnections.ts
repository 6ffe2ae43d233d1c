import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConfiguredConnection } from '../connections/ConfiguredConnection';
import { ConnectionDirectory } from '../connections/ConnectionDirectory';
import type { ConnectionFacts } from '../connections/ConnectionFacts';
import { ConnectionService } from '../connections/ConnectionService';
import { ConnectionStateStore } from '../connections/ConnectionStateStore';
import { ConnectionStore } from '../connections/ConnectionStore';
import type { SealedStorage } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { CredentialPool } from '../credentials/CredentialPool';
import { MemoryStorage } from './MemoryStorage';

/** The connections of one replica; hand the same `knex` and `secrets` to another one. */
export function createConnections(options: {
  knex: Knex;
  clouds: readonly AzureCloud[];
  configured?: readonly ConfiguredConnection[];
  secrets?: SealedStorage;
  facts?: Map<string, ConnectionFacts>;
  onDelete?: () => Promise<void>;
}) {
  const { knex, clouds, configured = [], facts = new Map() } = options;
  const secrets = options.secrets ?? new MemoryStorage();
  const logger = mockServices.logger.mock();
  const store = new ConnectionStore({ knex });
  const states = new ConnectionStateStore({ knex });
  const directory = new ConnectionDirectory({
    configured,
    store,
    states,
    secrets,
  });
  const time = { now: Date.now() };
  const pool = new CredentialPool({
    clouds,
    directory,
    now: () => time.now,
  });
  const service = new ConnectionService({
    clouds,
    store,
    states,
    directory,
    secrets,
    facts: async () => facts,
    onChange: id => pool.forget(id),
    onDelete: options.onDelete ?? (async () => {}),
    logger,
  });
  return { service, pool, directory, store, states, secrets, logger, time };
}
