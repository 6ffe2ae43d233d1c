import { TestDatabases } from '@backstage/backend-test-utils';
import { setupWriter } from '../__testUtils__/setupWriter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('ResourceWriter on %s', id => {
  const given = setupWriter(databases, id);
  const { KEY, row, setup, never, flush, names, kindRow } = given;

  it('writes a list, then what changes, then what is deleted', async () => {
    const { clock, changed, stream } = setup();
    await stream.replace(
      [{ items: [row('a'), row('b')], resourceVersion: '10' }],
      never,
    );
    expect(await names()).toEqual(['a', 'b']);
    expect(stream.resourceVersion).toBe('10');
    expect(await kindRow()).toMatchObject({
      resource_version: '10',
      synced_at: '2026-11-20T12:00:00.000Z',
      state: 'pending',
    });

    stream.upsert(row('c'), '11');
    stream.upsert(row('a', { status: 'failed', status_rank: 0 }), '12');
    stream.remove(row('b'), '13');
    expect(stream.resourceVersion).toBe('10');
    await flush(clock, () => stream.resourceVersion === '13');

    expect(await names()).toEqual(['a', 'c']);
    const [a] = await given.knex('resources').where({ name: 'a' });
    expect(a).toMatchObject({ status: 'failed', status_rank: 0 });
    expect((await kindRow()).resource_version).toBe('13');
    expect(changed).toContain('c1');
  });

  it('writes per object only the last of many changes', async () => {
    const { clock, changed, stream } = setup();
    for (let i = 0; i < 2_000; i += 1) {
      stream.upsert(row(`n${i % 3}`, { message: `change ${i}` }), `${i}`);
    }
    stream.upsert(row('gone'), '2000');
    stream.remove(row('gone'), '2001');
    expect(stream.size).toBe(4);
    await flush(clock, () => stream.resourceVersion === '2001');

    const rows = await given.knex('resources').orderBy('name');
    expect(rows.map(r => r.message)).toEqual([
      'change 1998',
      'change 1999',
      'change 1997',
    ]);
    expect(changed).toEqual(['c1']);
  });

  it('writes no row of which a reader would see no difference, but keeps the version', async () => {
    const { clock, changed, stream } = setup();
    const full = row('a', {
      stalled: true,
      message: 'Überschuß 🚀',
      attempted_revision: 'main@sha1:def',
      url: 'https://example.com/a',
      facts: '{"path":"./a\\\\b 🚀"}',
      last_reconciled_at: '2026-11-20T12:00:00.000Z',
    });
    await stream.replace([{ items: [full], resourceVersion: '10' }], never);
    changed.length = 0;
    await clock.advance(60_000);
    stream.upsert({ ...full, resource_version: '11' }, '11');
    stream.bookmark('12');
    await flush(clock, () => stream.resourceVersion === '12');

    expect(changed).toEqual([]);
    const [stored] = await given.knex('resources');
    expect(stored.updated_at).toBe('2026-11-20T12:00:00.000Z');
    expect((await kindRow()).resource_version).toBe('12');
    // The list is current without a change.
    expect((await kindRow()).synced_at > stored.updated_at).toBe(true);
  });

  it.each([
    ['message by case', { message: 'applied revision: main@sha1:abc' }],
    ['message by a blank', { message: 'Applied revision: main@sha1:abc ' }],
    ['flag', { suspended: true }],
    ['value that goes', { reason: null }],
    ['a fact', { facts: '{"path":"./other"}' }],
    ['uid', { uid: 'another' }],
    ['version', { version: 'v1beta2' }],
  ])('writes a row that differs by %s only', async (_, difference) => {
    const { clock, changed, stream } = setup();
    await stream.replace([{ items: [row('a')], resourceVersion: '10' }], never);
    changed.length = 0;
    stream.upsert(row('a', difference), '11');
    await flush(clock, () => stream.resourceVersion === '11');
    expect(changed).toEqual(['c1']);
    const [stored] = await given.knex('resources');
    for (const [column, value] of Object.entries(difference)) {
      expect(
        typeof value === 'boolean' ? Boolean(stored[column]) : stored[column],
      ).toBe(value);
    }
  });

  it('removes what has vanished from a list, only of that cluster and kind', async () => {
    const { writer, stream } = setup();
    const other = writer.open({ ...KEY, clusterId: 'c2' });
    const helm = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };
    const release = writer.open({ clusterId: 'c1', fence: 0, ...helm });
    await stream.replace(
      [{ items: [row('a'), row('b')], resourceVersion: '10' }],
      never,
    );
    await other.replace(
      [{ items: [row('a', { cluster_id: 'c2' })], resourceVersion: '1' }],
      never,
    );
    await release.replace(
      [
        {
          items: [row('h', { api_group: helm.group, kind: helm.kind })],
          resourceVersion: '1',
        },
      ],
      never,
    );

    await stream.replace([{ items: [row('b')], resourceVersion: '20' }], never);
    expect(await names()).toEqual(['b', 'h']);
    expect(await names('c2')).toEqual(['a']);
  });

  it('takes 1,700 rows in batches, and takes them out again', async () => {
    const { stream } = setup();
    const many = Array.from({ length: 1_700 }, (_, i) => row(`n${i}`));
    await stream.replace([{ items: many, resourceVersion: '10' }], never);
    expect(await names()).toHaveLength(1_700);
    await stream.replace([{ items: [], resourceVersion: '11' }], never);
    expect(await names()).toEqual([]);
  });

  it('takes 1,200 changes in one go and has all of them before the version', async () => {
    const { clock, stream } = setup();
    for (let i = 0; i < 1_200; i += 1) stream.upsert(row(`n${i}`), `${i}`);
    await flush(clock, () => stream.resourceVersion === '1199');
    expect(await names()).toHaveLength(1_200);
  });
});
