import type { AzureSim } from '@internal/azure-sim';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { AzureCloud } from '../clouds/AzureCloud';
import { AzureCredentialStrategy } from '../credentials/AzureCredentialStrategy';
import type { CredentialPool } from '../credentials/CredentialPool';
import { applyMigrations } from '../database/applyMigrations';
import { createConnections } from './createConnections';
import { CLIENT, SECRET, SUBSCRIPTION, TENANT } from './ids';
import { MemoryStorage } from './MemoryStorage';
import { startAzure } from './startAzure';

/** Application of the API servers of AKS. */
export const AKS = '6dae42f8-4368-4678-94ff-3960e28e3630';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** An emulated Azure for the tests of a file, without faults and beside an empty database for each of them. */
export function setupPool() {
  let azure: AzureSim;
  let cloud: AzureCloud;
  let knex: Knex;

  beforeAll(async () => {
    ({ azure, cloud } = await startAzure());
  });
  afterAll(async () => azure.stop());
  beforeEach(async () => {
    azure.control.clearFaults();
    azure.control.rotateSecret(CLIENT, SECRET);
    azure.control.setTokenLifetime({ ttlSeconds: 3599 });
    azure.log.clear();
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
  });
  afterEach(async () => knex.destroy());

  const replica = (secrets: MemoryStorage) =>
    createConnections({ knex, clouds: [cloud], secrets });

  return {
    get azure() {
      return azure;
    },
    get cloud() {
      return cloud;
    },
    /** One more of those that share the database and the sealed secrets. */
    replica,
    /** A replica, and a connection that was added there. */
    async connect(secrets = new MemoryStorage()) {
      const first = replica(secrets);
      const { id } = await first.service.create(
        {
          name: 'shop',
          cloud: 'simulated',
          tenantId: TENANT,
          clientId: CLIENT,
          clientSecret: SECRET,
          subscriptions: [SUBSCRIPTION],
        },
        { actor: 'user:default/guest' },
      );
      return { ...first, id, secrets };
    },
    /** As the link to a cluster of the connection does. */
    async connectCluster(pool: CredentialPool, connectionId: string) {
      return new AzureCredentialStrategy({ pool }).connect({
        id: 'k1',
        server: 'https://shop.example.com',
        auth: { type: 'azure', connectionId, serverAppId: AKS },
        secret: { certificateAuthority: 'PEM' },
      });
    },
    armRequests: () =>
      azure.log.tokenRequests({ scope: cloud.resourceManagerAudience }).length,
    aksRequests: () => azure.log.tokenRequests({ scope: AKS }).length,
  };
}
