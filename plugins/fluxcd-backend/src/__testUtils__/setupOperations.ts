import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { ActivityStore } from '../activity/ActivityStore';
import { applyMigrations } from '../database/applyMigrations';
import { OperationService } from '../operations/OperationService';
import { OperationStore } from '../operations/OperationStore';
import { ResourceStore } from '../resources/ResourceStore';
import { FakeCluster } from './FakeCluster';
import { makeResource, seedCluster, seedResources } from './seedResources';

/** Operations on a database of their own and on one cluster in memory; to be called in a `describe`. */
export function setupOperations(
  databases: TestDatabases,
  databaseId: Parameters<TestDatabases['init']>[0],
) {
  const web = makeResource({ cluster_id: 'c1', name: 'web' });
  const api = makeResource({ cluster_id: 'c1', name: 'api' });
  const alert = makeResource({ cluster_id: 'c1', name: 'bell', kind: 'Alert' });
  const actor = 'user:default/ada';
  const started: OperationService[] = [];
  let knex: Knex;
  let cluster: FakeCluster;
  let store: OperationStore;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    await seedCluster(knex, { id: 'c1', name: 'east' });
    await seedResources(knex, [web, api, alert]);
  });

  beforeEach(async () => {
    await knex('operations').delete();
    await knex('activities').delete();
    cluster = new FakeCluster(['web', 'api']);
    store = new OperationStore({
      knex,
      activities: new ActivityStore({ knex }),
    });
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map(service => service.stop()));
  });

  return {
    web,
    api,
    alert,
    actor,
    get knex() {
      return knex;
    },
    get cluster() {
      return cluster;
    },
    get store() {
      return store;
    },
    /** Another replica. */
    make(): OperationService {
      const service = new OperationService({
        store,
        resources: new ResourceStore({ knex }),
        connector: { connect: async () => cluster },
        logger: mockServices.logger.mock(),
        pollIntervalMs: 5,
      });
      started.push(service);
      return service;
    },
    reconcile(service: OperationService, ...ids: string[]) {
      return service.create(
        {
          type: 'reconcile',
          withSource: false,
          targets: ids.map(resourceId => ({ resourceId })),
        },
        { actor },
      );
    },
    async finished(service: OperationService, id: string) {
      for (let tries = 0; tries < 2000; tries++) {
        const operation = await service.get(id);
        if (operation.finishedAt) return operation;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      throw new Error('the operation did not end');
    },
    activities() {
      return knex('activities').select('actor', 'action', 'outcome', 'name');
    },
  };
}
