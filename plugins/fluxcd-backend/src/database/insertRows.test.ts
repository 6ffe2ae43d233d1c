import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { insertRows, type RowTable } from './insertRows';
import { whereIdIn } from './whereIdIn';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

interface Row {
  id: string;
  name: string | null;
  count: number;
  big: number;
  flag: boolean;
}
const THINGS: RowTable<Row> = {
  name: 'things',
  columns: {
    id: 'text',
    name: 'text',
    count: 'integer',
    big: 'integer',
    flag: 'boolean',
  },
  key: ['id'],
  merge: ['name', 'flag'],
};
const thing = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  name: null,
  count: 1,
  big: 2 ** 41,
  flag: false,
  ...more,
});

describe.each(databases.eachSupportedId())('insertRows on %s', databaseId => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await knex.schema.createTable('things', table => {
      if (databaseId === 'MYSQL_8') {
        table.charset('utf8mb4');
        table.collate('utf8mb4_bin');
      }
      table.string('id', 32).primary().notNullable();
      table.string('name', 16);
      table.smallint('count').notNullable();
      table.bigInteger('big').notNullable();
      table.boolean('flag').notNullable();
    });
  });
  beforeEach(async () => {
    await knex('things').delete();
  });

  const insert = (rows: Row[], table = THINGS) =>
    knex.transaction(tx => insertRows(tx, table, rows));
  const stored = async () =>
    (await knex('things').orderBy('id')).map(row => ({
      ...row,
      big: Number(row.big),
      flag: Boolean(row.flag),
    }));

  it('stores every value as it is', async () => {
    const rows = [
      thing('a', { name: `'"\\\n?%$1 🚀ü` }),
      thing('b', { count: -3, flag: true }),
      thing('c', { name: '' }),
    ];
    await insert(rows);
    expect(await stored()).toEqual(rows);
  });

  it('replaces what the table says of a row that is there, and nothing else', async () => {
    await insert([thing('a', { name: 'old' })]);
    await insert([
      thing('a', { name: 'new', count: 5, flag: true }),
      thing('b'),
    ]);
    expect(await stored()).toEqual([
      thing('a', { name: 'new', flag: true }),
      thing('b'),
    ]);
  });

  it('keeps what is there when nothing is to be replaced', async () => {
    const keep = { ...THINGS, merge: [] };
    await insert([thing('a', { name: 'old' })], keep);
    await insert([thing('a', { name: 'new' }), thing('b')], keep);
    expect((await stored()).map(row => row.name)).toEqual(['old', null]);
  });

  it('takes more rows than one statement does', async () => {
    const many = Array.from({ length: 2_345 }, (_, i) => thing(`t${i}`));
    await insert(many);
    expect(await knex('things').count({ n: '*' }).first()).toEqual({
      n: databaseId === 'POSTGRES_15' ? '2345' : 2345,
    });
    const ids = [...many.slice(1_000, 2_100).map(row => row.id), 'unknown'];
    const found = await whereIdIn(knex, knex('things'), 'id', ids).pluck('id');
    expect(found.sort()).toEqual(ids.slice(0, -1).sort());
  });

  it('writes none of the rows when one has no value where there must be one', async () => {
    const bad = thing('b', { big: undefined as never });
    await expect(insert([thing('a'), bad])).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });

  it('never makes SQL of a value that is an object', async () => {
    const bad = thing('a', { name: { id: 'name', flag: 1 } as never });
    await expect(insert([bad])).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });
});
