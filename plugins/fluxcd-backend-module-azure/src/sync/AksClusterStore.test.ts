import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { AksRow } from '../clusters/AksRow';
import { applyMigrations } from '../database/applyMigrations';
import { AksClusterStore } from './AksClusterStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const row = (name: string): AksRow =>
  ({
    // As long as they come.
    armId: `/subscriptions/x/resourcegroups/${'g'.repeat(90)}/${name.padEnd(
      300,
      'x',
    )}`,
    name,
    subscriptionId: '22222222-2222-4222-8222-222222222222',
    fqdn: `${'f'.repeat(300)}.example.com`,
    eTag: 'e'.repeat(200),
  } as AksRow);

describe.each(databases.eachSupportedId())('AksClusterStore on %s', id => {
  let store: AksClusterStore;

  beforeAll(async () => {
    const knex = await databases.init(id);
    await applyMigrations(mockServices.database({ knex }));
    store = new AksClusterStore({ knex });
  });

  it('gives a cluster to whoever claims it first', async () => {
    const claims = await Promise.all(
      ['a', 'b', 'c'].map(one => store.claim(row('one'), one)),
    );
    const owners = new Set(claims.map(claim => claim.connectionId));
    expect(owners.size).toBe(1);
    const [owner] = owners;
    expect(await store.list({ connectionId: owner })).toHaveLength(1);
  });

  it('counts what misses a cluster once, however many saw the same', async () => {
    await store.claim(row('two'), 'm');
    await store.save(row('two'), {
      connectionId: 'm',
      clusterId: 'c2',
      name: 'two',
      fingerprint: 'f'.repeat(64),
    });
    const [record] = await store.list({ connectionId: 'm' });
    await Promise.all([store.countMissing(record), store.countMissing(record)]);
    const [missed] = await store.list({ connectionId: 'm' });
    expect(missed).toMatchObject({ missingCount: 1, name: 'two' });
    expect(await store.countMissing(missed)).toBe(2);

    await store.touch([record.armId]);
    const [seen] = await store.list({ connectionId: 'm' });
    expect(seen.missingCount).toBe(0);
  });

  it('notes more clusters as seen than a statement takes parameters', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => `/x/${i}`);
    await expect(store.touch(rows)).resolves.toBeUndefined();
  });
});
