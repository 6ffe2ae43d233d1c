import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { waitUntil } from '../__testUtils__/waitUntil';
import { DatabaseNotifications } from './DatabaseNotifications';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const others = TestDatabases.create({ ids: ['SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'DatabaseNotifications on %s',
  id => {
    let knex: Knex;
    const started: DatabaseNotifications[] = [];

    beforeAll(async () => {
      knex = await databases.init(id);
    });

    afterEach(() => {
      for (const one of started.splice(0)) one.stop();
    });

    function listen() {
      const logger = mockServices.logger.mock();
      const notifications = new DatabaseNotifications({ knex, logger });
      const heard: string[] = [];
      notifications.on('fluxcd_test', payload => heard.push(payload));
      notifications.start();
      started.push(notifications);
      return { notifications, heard, logger };
    }

    const listeners = async () =>
      (
        await knex.raw(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
        )
      ).rows as Array<{ pid: number }>;
    it('reach all who listen', async () => {
      const [one, other] = [listen(), listen()];
      await waitUntil(async () => {
        expect([...one.heard, ...other.heard]).toEqual(['', '']);
      });
      await one.notifications.notify('fluxcd_test', 'me');
      await one.notifications.notify('fluxcd_else', 'nobody');
      await waitUntil(async () => {
        expect(one.heard).toEqual(['', 'me']);
        expect(other.heard).toEqual(['', 'me']);
      });
    });

    it('are heard again after the connection was lost, which says that some may be missing', async () => {
      const { notifications, heard } = listen();
      await waitUntil(async () => expect(heard).toEqual(['']));
      for (const { pid } of await listeners()) {
        await knex.raw('SELECT pg_terminate_backend(?)', [pid]);
      }
      await waitUntil(async () => expect(heard).toEqual(['', '']));
      await notifications.notify('fluxcd_test', 'again');
      await waitUntil(async () => expect(heard).toEqual(['', '', 'again']));
    });

    it('are tried again while there is no connection to be had', async () => {
      const acquire = jest
        .spyOn(knex.client, 'acquireRawConnection')
        .mockRejectedValueOnce(new TypeError('no'));
      const { heard, logger } = listen();
      await waitUntil(async () => expect(heard).toEqual(['']));
      expect(logger.warn).toHaveBeenCalledWith(
        'Cannot listen to the database: TypeError',
      );
      acquire.mockRestore();
    });

    it('hold no connection after they were stopped', async () => {
      const before = listen();
      await waitUntil(async () => expect(before.heard).toEqual(['']));
      before.notifications.stop();
      // Stopped before it has one.
      listen().notifications.stop();
      await waitUntil(async () => expect(await listeners()).toEqual([]));
    });
  },
);

describe('DatabaseNotifications where the database has none', () => {
  it('cost nothing', async () => {
    const knex = await others.init('SQLITE_3');
    const acquire = jest.spyOn(knex.client, 'acquireRawConnection');
    const logger = mockServices.logger.mock();
    const notifications = new DatabaseNotifications({ knex, logger });
    notifications.on('fluxcd_test', () => {});
    notifications.start();
    notifications.stop();
    expect(acquire).not.toHaveBeenCalled();
    await expect(
      notifications.notify('fluxcd_test', ''),
    ).resolves.toBeUndefined();
  });
});
