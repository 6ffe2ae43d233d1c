import type {
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  createAzureConnectionSchema,
  updateAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { BUILT_IN_CLOUDS } from '../clouds/BUILT_IN_CLOUDS';
import { readConnections } from '../connections/readConnections';
import { applyMigrations } from '../database/applyMigrations';
import { createConnections } from './createConnections';
import { CLIENT, SECRET, SUBSCRIPTION, TENANT } from './ids';

export const actor = { actor: 'user:default/jane' };

/** What a person hands over for a new connection. */
export const input = (change = {}) =>
  createAzureConnectionSchema.parse({
    name: 'shop',
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: SECRET,
    subscriptions: [SUBSCRIPTION],
    ...change,
  });

/** What a person hands over to change one. */
export const edit = (change: object) =>
  updateAzureConnectionSchema.parse(change);

const configured = readConnections(
  new ConfigReader({
    fluxcd: {
      azure: {
        connections: [
          {
            name: 'Pod',
            credential: { type: 'workload-identity' },
            subscriptions: 'all',
          },
        ],
      },
    },
  }),
  BUILT_IN_CLOUDS,
);

/** An empty database for each test, and the connections in it, beside "Pod" of the configuration. */
export function setupConnections(options: {
  databases: TestDatabases;
  databaseId: TestDatabaseId;
}) {
  let knex: Knex;

  beforeEach(async () => {
    knex = await options.databases.init(options.databaseId);
    await applyMigrations({ getClient: async () => knex });
  });
  afterEach(async () => knex.destroy());

  return {
    get knex() {
      return knex;
    },
    start: (change: Partial<Parameters<typeof createConnections>[0]> = {}) =>
      createConnections({
        knex,
        clouds: BUILT_IN_CLOUDS,
        configured,
        ...change,
      }),
    /** All that the database holds of the module. */
    async dump(): Promise<string> {
      const tables = [
        'azure_connections',
        'azure_connection_states',
        'azure_clusters',
      ];
      return JSON.stringify(
        await Promise.all(tables.map(table => knex(table).select())),
      );
    },
  };
}
