import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import {
  makeResource,
  seedCluster,
  seedResources,
} from './__testUtils__/seedResources';
import { startPlugin } from './__testUtils__/startPlugin';
import { userHeaders } from './__testUtils__/startRouter';
import { applyMigrations } from './database/applyMigrations';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the plugin, when its database is gone', () => {
  it('answers lists and the summary from memory, and says of the rest that it cannot', async () => {
    const knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    await seedCluster(knex, { id: 'c1', name: 'east' });
    await seedResources(knex, [
      makeResource({ cluster_id: 'c1', name: 'cart', status: 'failed' }),
    ]);
    let isDown = false;
    const refused = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
    });
    const client = new Proxy(knex, {
      apply: (target, self, given) => {
        if (isDown) throw refused;
        return Reflect.apply(target as Function, self, given);
      },
      get: (target, key) => {
        if (isDown && key === 'transaction') throw refused;
        return Reflect.get(target, key);
      },
    }) as Knex;
    const backend = await startPlugin({ knex: client });
    const get = (path: string) =>
      request(backend.server).get(`/api/fluxcd${path}`).set(userHeaders);
    await get('/v1/resources').expect(200);

    isDown = true;
    const { body: list } = await get('/v1/resources?status=failed').expect(200);
    expect(list).toMatchObject({
      total: 1,
      items: [{ name: 'cart', clusterName: 'east' }],
      freshness: [{ clusterName: 'east' }],
    });
    const { body: summary } = await get('/v1/summary').expect(200);
    expect(summary.counts.total).toBe(1);
    const { body } = await get('/v1/clusters').expect(503);
    expect(body.error).toEqual({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('database'),
    });
    isDown = false;
    await backend.stop();
  });
});
