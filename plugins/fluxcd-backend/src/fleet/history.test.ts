import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type FluxObject,
  findFluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../__testUtils__/fleetRows';
import { applyMigrations } from '../database/applyMigrations';
import type { HistoryRow } from '../database/HistoryRow';
import type { ResourceRow } from '../database/ResourceRow';
import { commitChanges } from './commitChanges';
import { RecordCleaner } from '../retention/RecordCleaner';
import { projectResource } from './projectResource';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const KEY = {
  clusterId: 'c1',
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  fence: 0,
};
const at = (minute: number, second = 0) =>
  `2026-11-20T12:${String(minute).padStart(2, '0')}:${String(second).padStart(
    2,
    '0',
  )}.000Z`;

/** A Kustomization whose `status.history` is this; somebody asked for the reconciliation that `asked` names. */
function aKustomization(
  history: Array<ReturnType<typeof aRun>>,
  asked: string | undefined = history[0]?.lastReconciled,
): ResourceRow {
  const object: FluxObject = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: 'apps',
      namespace: 'flux-system',
      uid: 'uid-apps',
      generation: 1,
    },
    spec: {},
    status: {
      observedGeneration: 1,
      lastAppliedRevision: 'main@sha1:abc',
      lastHandledReconcileAt: asked,
      conditions: [
        { type: 'Ready', status: 'True', lastTransitionTime: at(0) },
      ],
      history,
    },
  };
  const kind = findFluxKind(object.apiVersion.split('/')[0], object.kind)!;
  return projectResource({ clusterId: 'c1', kind, version: 'v1', object });
}
const aRun = (digest: string, count: number, last: number) => ({
  digest,
  firstReconciled: at(0),
  lastReconciled: at(last),
  lastReconciledDuration: '1.5s',
  lastReconciledStatus: 'ReconciliationSucceeded',
  totalReconciliations: count,
  metadata: { revision: `main@${digest}` },
});

describe.each(databases.eachSupportedId())(
  'the history of resources, %s',
  databaseId => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await applyMigrations(mockServices.database({ knex }));
    });
    beforeEach(async () => {
      await knex('clusters').delete();
      await insertCluster(knex, 'c1');
    });

    const write = (row: ResourceRow, now: string) =>
      commitChanges(knex, [{ key: KEY, upserts: [row], deletes: [] }], now);
    const remove = (id: string, now: string) =>
      commitChanges(knex, [{ key: KEY, upserts: [], deletes: [id] }], now);
    const records = (): Promise<HistoryRow[]> =>
      knex('resource_history').orderBy('at').orderBy('type');
    const statuses = async () =>
      (await records())
        .filter(({ type }) => type === 'status')
        .map(row => `${row.previous_status ?? '-'}>${row.status} ${row.at}`);

    it('tells of settled statuses only, each when it came about', async () => {
      for (const [minute, status] of [
        [1, 'ready'],
        [2, 'progressing'],
        [3, 'ready'],
        [4, 'unknown'],
        [5, 'failed'],
        [6, 'progressing'],
        [7, 'failed'],
        [8, 'ready'],
      ] as const) {
        await write(
          resourceRow({
            status,
            status_since: at(minute),
            resource_version: String(minute),
            reason: `R${minute}`,
          }),
          at(minute, 30),
        );
      }
      expect(await statuses()).toEqual([
        `->ready ${at(1)}`,
        `ready>failed ${at(5)}`,
        `failed>ready ${at(8)}`,
      ]);
      expect((await records())[1]).toMatchObject({
        reason: 'R5',
        message: 'Applied revision: main@sha1:abc',
        uid: 'uid-apps',
      });
    });

    it('lets nothing come about after it was seen, however far ahead the clock of the cluster', async () => {
      await write(
        resourceRow({
          status: 'failed',
          status_since: at(9),
          resource_version: '1',
        }),
        at(1),
      );
      expect(await statuses()).toEqual([`->failed ${at(1)}`]);
    });

    it('keeps the status of what has not changed for longer than history is kept', async () => {
      const status_since = '2020-01-01T00:00:00.000Z';
      await write(resourceRow({ status_since, resource_version: '1' }), at(1));
      const retention = { activityDays: 1, operationDays: 1, historyDays: 1 };
      const cleaner = new RecordCleaner({ knex, retention });
      await cleaner.clean(new Date(at(2)));
      expect(await statuses()).toEqual([`->ready ${status_since}`]);
    });

    it('loses no turn of what flaps within one second', async () => {
      for (const [version, status] of [
        ['1', 'ready'],
        ['2', 'failed'],
        ['3', 'ready'],
        ['4', 'failed'],
        ['5', 'ready'],
      ] as const) {
        await write(
          resourceRow({
            status,
            status_since: at(1),
            resource_version: version,
          }),
          at(1, Number(version)),
        );
      }
      expect(await statuses()).toHaveLength(5);
    });

    it('records nothing for a relist, nor for a restart in its midst', async () => {
      const row = aKustomization([aRun('sha1:a', 3, 5)]);
      await write(row, at(6));
      const before = await records();
      expect(before.map(r => r.type)).toEqual(['reconciliation', 'status']);
      for (const minute of [7, 8]) {
        await commitChanges(
          knex,
          [
            {
              key: KEY,
              upserts: [{ ...row, resource_version: String(minute) }],
              deletes: [],
            },
          ],
          at(minute),
        );
      }
      expect(await records()).toEqual(before);
    });

    it('writes nothing at all for an event that changes nothing', async () => {
      const row = aKustomization([aRun('sha1:a', 3, 5)]);
      await write(row, at(6));
      const statements: string[] = [];
      const listen = ({ sql }: { sql: string }) => statements.push(sql);
      knex.on('query', listen);
      await write({ ...row, resource_version: '2' }, at(7));
      knex.off('query', listen);
      const touching = statements.filter(sql => /resource/i.test(sql));
      expect(touching).toEqual([expect.stringMatching(/^select/i)]);
      expect(touching[0]).not.toMatch(/for update/i);
    });

    it('records once what two replicas write at the same time', async () => {
      await write(resourceRow({ status: 'ready', status_since: at(1) }), at(1));
      const failed = resourceRow({
        status: 'failed',
        status_since: at(2),
        revision: 'main@sha1:def',
      });
      await Promise.all([write(failed, at(2, 1)), write(failed, at(2, 2))]);
      expect((await records()).map(r => r.type).sort()).toEqual([
        'revision',
        'status',
        'status',
      ]);
    });

    it('records one turn once though two replicas see it in different versions', async () => {
      for (let round = 0; round < 8; round++) {
        const name = `app-${round}`;
        await write(resourceRow({ name, status_since: at(1) }), at(1));
        await Promise.all(
          [2, 3].map(minute =>
            write(
              resourceRow({
                name,
                status: 'failed',
                status_since: at(minute),
                resource_version: String(minute),
              }),
              at(minute),
            ),
          ),
        );
      }
      expect(await statuses()).toHaveLength(16);
    });

    it('does not record again what a replica that lags behind sees late', async () => {
      const [ready, failed, again] = [
        { status: 'ready', status_since: at(1), resource_version: '1' },
        { status: 'failed', status_since: at(2), resource_version: '2' },
        { status: 'ready', status_since: at(3), resource_version: '3' },
      ] as const;
      for (const row of [ready, failed, again]) {
        await write(resourceRow(row), at(3));
      }
      // It missed some versions: for an object only the last one counts.
      for (const row of [
        { ...failed, resource_version: '2.5' },
        { ...again, resource_version: '3.5' },
      ]) {
        await write(resourceRow(row), at(4));
      }
      expect(await statuses()).toHaveLength(3);
    });

    it('tells of revisions, also of one that comes back', async () => {
      for (const [minute, revision] of [
        [1, 'main@sha1:a'],
        [2, 'main@sha1:b'],
        [3, 'main@sha1:a'],
        [4, 'main@sha1:b'],
      ] as const) {
        await write(
          resourceRow({
            revision,
            // A source stays ready while its revisions come and go.
            status_since: at(1),
            resource_version: String(minute),
          }),
          at(minute),
        );
      }
      const revisions = (await records())
        .filter(({ type }) => type === 'revision')
        .map(r => `${r.previous_revision}>${r.revision} ${r.at}`);
      expect(revisions).toEqual([
        `main@sha1:a>main@sha1:b ${at(2)}`,
        `main@sha1:b>main@sha1:a ${at(3)}`,
        `main@sha1:a>main@sha1:b ${at(4)}`,
      ]);
    });

    it('outlives the resource, and tells one object from the next of its name', async () => {
      const first = resourceRow({ uid: 'u1', status_since: at(1) });
      await write(first, at(1));
      await Promise.all([remove(first.id, at(2)), remove(first.id, at(2, 1))]);
      const second = resourceRow({ uid: 'u2', status_since: at(3) });
      await write(second, at(3));
      expect(
        (await records()).map(r => [r.type, r.uid, r.resource_id]),
      ).toEqual([
        ['status', 'u1', first.id],
        ['deleted', 'u1', first.id],
        ['status', 'u2', first.id],
      ]);
    });

    it('infers a deletion that nobody saw from another uid', async () => {
      await write(resourceRow({ uid: 'u1', status_since: at(1) }), at(1));
      await write(
        resourceRow({ uid: 'u2', status: 'progressing', status_since: at(2) }),
        at(2),
      );
      await write(resourceRow({ uid: 'u2', status_since: at(3) }), at(3));
      expect((await records()).map(r => [r.type, r.uid])).toEqual([
        ['status', 'u1'],
        ['deleted', 'u1'],
        ['status', 'u2'],
      ]);
    });

    it('takes the counters of Flux as the totals that they are', async () => {
      const runs = async () =>
        (await records())
          .filter(({ type }) => type === 'reconciliation')
          .map(r => [r.revision, r.run_count, r.last_at, r.duration_ms])
          .sort();
      await write(aKustomization([aRun('sha1:a', 3, 5)]), at(5));
      await write(aKustomization([aRun('sha1:a', 4, 6)]), at(6));
      expect(await runs()).toEqual([['main@sha1:a', 4, at(6), 1500]]);
      // Another digest, and back to the first, whose entry moves to the front.
      await write(
        aKustomization([aRun('sha1:b', 1, 7), aRun('sha1:a', 4, 6)]),
        at(7),
      );
      await write(
        aKustomization([aRun('sha1:a', 5, 8), aRun('sha1:b', 1, 7)]),
        at(8),
      );
      // A replica that lags behind brings an old reading.
      await write(aKustomization([aRun('sha1:a', 3, 5)]), at(9));
      expect(await runs()).toEqual([
        ['main@sha1:a', 5, at(8), 1500],
        ['main@sha1:b', 1, at(7), 1500],
      ]);
    });

    it('leaves totals that move alone to the next news', async () => {
      const total = async () => (await records())[0].run_count;
      await write(aKustomization([aRun('sha1:a', 3, 5)], at(5)), at(5));
      await write(aKustomization([aRun('sha1:a', 4, 6)], at(5)), at(6));
      expect(await total()).toBe(3);
      await write(aKustomization([aRun('sha1:a', 5, 7)], at(7)), at(7));
      expect(await total()).toBe(5);
    });

    it('keeps what Flux has forgotten', async () => {
      for (let i = 0; i < 8; i++) {
        const runs = Array.from({ length: Math.min(i + 1, 5) }, (_, n) =>
          aRun(`sha1:${i - n}`, 1, i - n),
        );
        await write(aKustomization(runs), at(i));
      }
      const kept = (await records()).filter(r => r.type === 'reconciliation');
      expect(kept).toHaveLength(8);
    });

    it('puts nothing into the future, whatever the clock of the cluster says', async () => {
      await write(aKustomization([aRun('sha1:a', 1, 50)]), at(6));
      const [run] = await records();
      expect(run).toMatchObject({ at: at(0), last_at: at(6) });
    });

    it('goes with its cluster', async () => {
      await write(resourceRow(), at(1));
      await knex('clusters').delete();
      expect(await records()).toEqual([]);
    });

    it('is written together with the row, or not at all', async () => {
      // What comes after the row in the same transaction fails.
      const changes = {
        key: { ...KEY, kind: undefined as never },
        upserts: [resourceRow()],
        deletes: [],
        resourceVersion: '1',
      };
      await expect(commitChanges(knex, [changes], at(1))).rejects.toThrow();
      expect(await records()).toEqual([]);
      expect(await knex('resources')).toEqual([]);
    });
  },
);
