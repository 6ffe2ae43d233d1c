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

/** Operations on a database of their own and on one cluster in memory, `c1`. To be called in a `describe`. */
export function setupOperations(options: {
  rows: StoredResource[];
  /** Which of the rows are in the cluster when a test begins; default: none. */
  living?: StoredResource[];
  /** Default: SQLite. */
  databases?: TestDatabases;
  databaseId?: Parameters<TestDatabases['init']>[0];
}) {
  const {
    rows,
    living = [],
    databases = TestDatabases.create({ ids: ['SQLITE_3'] }),
    databaseId = 'SQLITE_3',
  } = options;
  const actor = 'user:default/ada';
  const started: OperationService[] = [];
  let knex: Knex;
  let cluster: FakeCluster;
  let store: OperationStore;
  let service: OperationService;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: 'c1', name: 'east' });
    await seedResources(knex, rows);
  });

  beforeEach(async () => {
    await knex('operations').delete();
    await knex('activities').delete();
    cluster = new FakeCluster(living.map(row => row.name));
    store = new OperationStore({
      knex,
      activities: new ActivityStore({ knex }),
    });
    service = make();
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map(each => each.stop()));
  });

  /** Another replica. */
  function make(): OperationService {
    const replica = new OperationService({
      store,
      resources: new ResourceStore({ knex }),
      connector: { connect: async () => cluster },
      logger: mockServices.logger.mock(),
      pollIntervalMs: 5,
    });
    started.push(replica);
    return replica;
  }

  const start = (request: OperationRequest) =>
    service.create(request, { actor });

  /** The operation at its end, as any replica tells it. */
  async function finished(by: OperationService, id: string) {
    for (let tries = 0; tries < 2000; tries++) {
      const operation = await by.get(id);
      if (operation.finishedAt) return operation;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    throw new Error('the operation did not end');
  }

  return {
    actor,
    make,
    start,
    finished,
    get knex() {
      return knex;
    },
    get cluster() {
      return cluster;
    },
    get store() {
      return store;
    },
    /** The operation at its end. */
    async run(request: OperationRequest): Promise<Operation> {
      const { id } = await start(request);
      return finished(service, id);
    },
    reconcile(by: OperationService, ...ids: string[]) {
      return by.create(
        {
          type: 'reconcile',
          withSource: false,
          targets: ids.map(resourceId => ({ resourceId })),
        },
        { actor },
      );
    },
    activities() {
      return knex('activities').select('actor', 'action', 'outcome', 'name');
    },
  };
}
