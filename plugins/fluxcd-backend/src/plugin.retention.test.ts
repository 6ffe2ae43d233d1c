import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import fluxcdPlugin from '.';
import { applyMigrations } from './database/applyMigrations';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const keys = [`${randomBytes(32).toString('base64url')}=`];

const start = (knex: Knex, retention: { activityDays: number }) =>
  startTestBackend({
    features: [
      fluxcdPlugin,
      mockServices.rootConfig.factory({
        data: { fluxcd: { encryption: { keys }, retention } },
      }),
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
    ],
  });

describe('the plugin, as time goes by', () => {
  it('deletes what is older than configured, by Backstage’s scheduler', async () => {
    const knex = await databases.init('SQLITE_3');
    await applyMigrations(mockServices.database({ knex }));
    const act = { actor: 'user:default/ada', action: 'x', outcome: 'ready' };
    const daysAgo = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString();
    await knex('activities').insert([
      { ...act, id: 'old', at: daysAgo(8) },
      { ...act, id: 'young', at: daysAgo(6) },
    ]);
    const backend = await start(knex, { activityDays: 7 });
    expect(await knex('activities').pluck('id')).toEqual(['young']);
    await backend.stop();
  });

  it('does not start with a retention that breaks the rule, and names it', async () => {
    const knex = await databases.init('SQLITE_3');
    await expect(start(knex, { activityDays: 0 })).rejects.toThrow(
      'fluxcd.retention.activityDays: must be a whole number from 1 to 3650',
    );
  });
});
