import { TestDatabases } from '@backstage/backend-test-utils';
import { setupWriter } from '../__testUtils__/setupWriter';
import type { ManagedRow } from '../database/ManagedRow';
import { commitChanges } from '../fleet/commitChanges';
import { toManagedText } from './toManagedText';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const NOW = '2026-11-20T12:00:00.000Z';
const anObject = (name: string, more: Partial<ManagedRow> = {}) => ({
  api_group: 'apps',
  kind: 'Deployment',
  namespace: 'shop',
  name,
  ...more,
});
const named = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => anObject(`${prefix}-${i}`));

describe.each(databases.eachSupportedId())(
  'the managed objects of resources, on %s',
  id => {
    const given = setupWriter(databases, id);
    const { KEY, row } = given;

    /** Writes a resource as the ingest hands it out; `managed` is undefined when the inventory is the same. */
    const see = (digest: string | null, managed?: ManagedRow[], name = 'a') =>
      commitChanges(
        given.knex,
        [
          {
            key: KEY,
            upserts: [
              row(name, {
                inventory_digest: digest,
                managed: managed && toManagedText(managed),
              }),
            ],
            deletes: [],
          },
        ],
        NOW,
      );
    const stored = async (name = 'a'): Promise<string[]> =>
      given
        .knex('managed_objects')
        .where({ resource_id: row(name).id })
        .orderBy('name')
        .pluck('name');

    it('are stored with their resource, and follow its inventory', async () => {
      await see('1', [anObject('cart'), anObject('web')]);
      await see('b', [anObject('other')], 'b');
      expect(await stored()).toEqual(['cart', 'web']);
      const [change] = await see('2', [anObject('db'), anObject('web')]);
      expect(await stored()).toEqual(['db', 'web']);
      expect(await stored('b')).toEqual(['other']);
      // Whoever follows the changes reads the resource anew.
      expect(change.upserted).toMatchObject([{ inventory_digest: '2' }]);
      await see(null, []);
      expect(await stored()).toEqual([]);
    });

    it('are told apart by all that names them', async () => {
      const all = [
        anObject('x'),
        anObject('X'),
        anObject('x', { namespace: '' }),
        anObject('x', { kind: 'StatefulSet' }),
        anObject('x', { api_group: '' }),
        anObject('ü🚀'),
      ];
      await see('1', all);
      await see('2', all.slice(1));
      const rows = await given
        .knex('managed_objects')
        .select('api_group', 'kind', 'namespace', 'name');
      expect(new Set(rows.map(r => JSON.stringify(r)))).toEqual(
        new Set(all.slice(1).map(r => JSON.stringify(r))),
      );
    });

    it('stay when a row says nothing of them', async () => {
      await see('1', [anObject('web')]);
      await commitChanges(
        given.knex,
        [
          {
            key: KEY,
            upserts: [row('a', { message: 'new', inventory_digest: '1' })],
            deletes: [],
          },
        ],
        NOW,
      );
      expect(await stored()).toEqual(['web']);
      // What is stored is still known: the same inventory is not written again, another one is.
      await expect(see('1', [])).resolves.toHaveLength(1);
      expect(await stored()).toEqual(['web']);
      await see('2', [anObject('db')]);
      expect(await stored()).toEqual(['db']);
    });

    it('are written when they come, also after a row that named their digest without them', async () => {
      await see('1', [anObject('web')]);
      const upserts = [row('a', { message: 'new', inventory_digest: '2' })];
      await commitChanges(
        given.knex,
        [{ key: KEY, upserts, deletes: [] }],
        NOW,
      );
      await see('2', [anObject('db')]);
      expect(await stored()).toEqual(['db']);
    });

    it('may be many, and become others', async () => {
      await see('1', named('old', 3_000));
      await see('2', [...named('old', 10), ...named('new', 2_000)]);
      expect(await stored()).toHaveLength(2_010);
    });

    it('do not fail for one that is listed twice', async () => {
      await see('1', [anObject('web'), anObject('web'), anObject('db')]);
      expect(await stored()).toEqual(['db', 'web']);
    });

    it('go with their resource', async () => {
      await see('1', [anObject('web')]);
      const deletes = [row('a').id];
      await commitChanges(
        given.knex,
        [{ key: KEY, upserts: [], deletes }],
        NOW,
      );
      expect(await given.knex('managed_objects')).toEqual([]);
    });
  },
);
