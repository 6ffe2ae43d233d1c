import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { ActivityStore } from '../activity/ActivityStore';
import { applyMigrations } from '../database/applyMigrations';
import type { StoredResource } from '../database/StoredResource';
import { OperationService } from '../operations/OperationService';
import { OperationStore } from '../operations/OperationStore';
import type { OperationRequest } from '../operations/types/OperationType';
import { ResourceStore } from '../resources/ResourceStore';
import { FakeCluster } from './FakeCluster';
import { seedCluster, seedResources } from './seedResources';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Operations on one cluster in memory, `c1`, and a database of its own. To be called in a `describe`. */
export function setupOperations(rows: StoredResource[]) {
  let knex: Knex;
  let service: OperationService;
  const state = {
    cluster: new FakeCluster([]),
    activities: () => knex('activities').select('action', 'outcome', 'name'),
    start: (request: OperationRequest) =>
      service.create(request, { actor: 'user:default/ada' }),
    /** The operation at its end. */
    async run(request: OperationRequest): Promise<Operation> {
      const { id } = await state.start(request);
      for (let tries = 0; tries < 2000; tries++) {
        const operation = await service.get(id);
        if (operation.finishedAt) return operation;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      throw new Error('the operation did not end');
    },
  };
  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: 'c1', name: 'east' });
    await seedResources(knex, rows);
  });
  beforeEach(async () => {
    await knex('operations').delete();
    await knex('activities').delete();
    state.cluster = new FakeCluster([]);
    service = new OperationService({
      store: new OperationStore({
        knex,
        activities: new ActivityStore({ knex }),
      }),
      resources: new ResourceStore({ knex }),
      connector: { connect: async () => state.cluster },
      logger: mockServices.logger.mock(),
      pollIntervalMs: 5,
    });
  });
  afterEach(() => service.stop());
  return state;
}
