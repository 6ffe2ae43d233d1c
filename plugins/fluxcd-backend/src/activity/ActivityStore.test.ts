import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { applyMigrations } from '../database/applyMigrations';
import { ActivityStore } from './ActivityStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())('ActivityStore, %s', databaseId => {
  it('keeps what was about to be done when nothing more is said of how it ended', async () => {
    const knex = await databases.init(databaseId);
    await applyMigrations(mockServices.database({ knex }));
    const store = new ActivityStore({ knex });
    const entry = { actor: 'user:default/ada', action: 'pod.logs' as const };
    const seen = () => knex('activities').select('outcome', 'message');
    const message = 'Container app';

    await store.record({ ...entry, message }, async () =>
      expect(await seen()).toEqual([{ outcome: 'initiated', message }]),
    );
    expect(await seen()).toEqual([{ outcome: 'succeeded', message }]);

    const failing = store.record({ ...entry, message }, async () => {
      throw new Error('cannot');
    });
    await expect(failing).rejects.toThrow('cannot');
    expect(await seen()).toContainEqual({ outcome: 'failed', message });
  });
});
