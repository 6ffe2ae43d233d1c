import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { insertCluster, resourceRow } from '../__testUtils__/fleetRows';
import type { ResourceRow } from '../database/ResourceRow';
import { applyMigrations } from '../database/applyMigrations';
import { commitChanges } from './commitChanges';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const SINCE = '2026-11-20T08:00:00.000Z';

describe.each(databases.eachSupportedId())(
  'when a resource last changed, %s',
  databaseId => {
    let knex: Knex;
    let minute: number;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await applyMigrations(mockServices.database({ knex }));
      await insertCluster(knex, 'c1');
    });
    beforeEach(async () => {
      await knex('resources').delete();
      minute = 0;
    });

    /** Writes the resource as a watch would, a minute later each time; answers when it changed last. */
    async function see(
      status: ResourceStatus,
      change: Partial<ResourceRow> = {},
    ): Promise<string | null> {
      minute += 1;
      const now = `2026-11-20T12:0${minute}:00.000Z`;
      await commitChanges(
        knex,
        [
          {
            key: {
              clusterId: 'c1',
              group: 'g',
              kind: 'Kustomization',
              fence: 0,
            },
            upserts: [
              // Controllers move it with every reconciliation.
              resourceRow({
                status,
                status_since: minute === 1 ? SINCE : now,
                ...change,
              }),
            ],
            deletes: [],
          },
        ],
        now,
      );
      const [row] = await knex('resources').select('changed_at');
      return row.changed_at;
    }

    it('is what its own status says when it is seen for the first time', async () => {
      expect(await see('ready')).toBe(SINCE);
    });

    it('stays when a reconciliation ends as it began', async () => {
      await see('ready');
      expect(await see('progressing')).toBe(SINCE);
      expect(await see('unknown')).toBe(SINCE);
      expect(await see('ready')).toBe(SINCE);
    });

    it('is now when it settles in another status, also after a while on the way', async () => {
      await see('ready');
      await see('progressing');
      expect(await see('failed')).toBe('2026-11-20T12:03:00.000Z');
      await see('progressing');
      expect(await see('failed')).toBe('2026-11-20T12:03:00.000Z');
      expect(await see('ready')).toBe('2026-11-20T12:06:00.000Z');
    });

    it('is now when it has another revision', async () => {
      await see('ready');
      expect(await see('ready', { revision: 'main@sha1:def' })).toBe(
        '2026-11-20T12:02:00.000Z',
      );
      expect(await see('progressing', { revision: 'main@sha1:def' })).toBe(
        '2026-11-20T12:02:00.000Z',
      );
    });

    it('is not known before something has settled', async () => {
      expect(await see('progressing')).toBeNull();
      expect(await see('ready')).toBe('2026-11-20T12:02:00.000Z');
    });
  },
);
