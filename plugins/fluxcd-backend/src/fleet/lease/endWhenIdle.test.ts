import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertCluster } from '../../__testUtils__/fleetRows';
import { applyMigrations } from '../../database/applyMigrations';
import { lockLeases } from '../commit/lockLeases';
import { lockStanding } from './lockStanding';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const KEY = { clusterId: 'c1', fence: 0, group: 'g', kind: 'k' };

describe.each(databases.eachSupportedId())(
  'a transaction that locks leases on %s',
  id => {
    let knex: Knex;
    const limit = async (from: Knex) =>
      (await from.raw('SHOW idle_in_transaction_session_timeout')).rows[0]
        .idle_in_transaction_session_timeout;

    beforeAll(async () => {
      knex = await databases.init(id);
      await applyMigrations({ getClient: async () => knex });
      await insertCluster(knex, 'c1');
      await knex('cluster_leases')
        .insert({ cluster_id: 'c1' })
        .onConflict('cluster_id')
        .ignore();
    });

    it.each([
      ['to write', (tx: Knex) => lockLeases(tx, [KEY])],
      ['to keep them', (tx: Knex) => lockStanding(tx, [KEY])],
    ])(
      '%s is ended by the database when nothing is heard of it, and no other one is',
      async (_, lock) => {
        await knex.transaction(async tx => {
          expect(await limit(tx)).toBe('0');
          await lock(tx);
          expect(await limit(tx)).toBe('10s');
        });
        expect(await limit(knex)).toBe('0');
      },
    );
  },
);
