import { TestDatabases } from '@backstage/backend-test-utils';
import { OBJECT_ID, OTHER_TENANT, SECRET, TENANT } from '../__testUtils__/ids';
import { MemoryStorage } from '../__testUtils__/MemoryStorage';
import {
  actor,
  edit,
  input,
  setupConnections,
} from '../__testUtils__/setupConnections';

const SECOND = 'second~secret.of.the-application-0002';

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())(
  'The secrets of ConnectionService on %s',
  databaseId => {
    const given = setupConnections({ databases, databaseId });

    it('rotates the secret: another version, another place, and nothing of the old one', async () => {
      const { service, directory, secrets, states } = given.start();
      const { id: connection } = await service.create(input(), actor);
      await states.set(connection, {
        status: 'ok',
        problems: [],
        objectId: OBJECT_ID,
        lastSyncAt: '2026-11-20T12:00:00.000Z',
      });
      const before = await directory.getStored(connection);
      await service.update(connection, edit({ clientSecret: SECOND }));
      const after = await directory.getStored(connection);
      expect(after.record.credentialVersion).toBe(2);
      expect(after.secretId).not.toBe(before.secretId);
      expect(await directory.getSecret(after.record)).toBe(SECOND);
      // Whoever still has the record of before must not take the new secret for the old one.
      expect(await directory.getSecret(before.record)).toBeUndefined();
      expect([...(secrets as MemoryStorage).secrets.values()]).toEqual([
        { clientSecret: SECOND },
      ]);
      expect(await service.get(connection)).toMatchObject({
        status: 'ok',
        objectId: OBJECT_ID,
      });
      expect(await given.dump()).not.toMatch(/secret\.of/);
    });

    it('forgets with the old secret that it failed, but not who it was', async () => {
      const { service, states } = given.start();
      const { id: connection } = await service.create(input(), actor);
      await states.set(connection, {
        status: 'failed',
        problems: [{ code: 'AADSTS7000222', message: 'It has expired.' }],
        objectId: OBJECT_ID,
        lastSyncAt: '2026-11-20T12:00:00.000Z',
      });
      expect(
        await service.update(connection, edit({ clientSecret: SECOND })),
      ).toMatchObject({
        status: 'pending',
        problems: [],
        objectId: OBJECT_ID,
        lastSyncAt: '2026-11-20T12:00:00.000Z',
      });
    });

    it('takes another identity only with its secret, and forgets what it knew of the one before', async () => {
      const { service, states } = given.start();
      const { id: connection } = await service.create(input(), actor);
      await states.set(connection, {
        status: 'ok',
        problems: [],
        objectId: OBJECT_ID,
      });
      await expect(
        service.update(connection, { tenantId: OTHER_TENANT }),
      ).rejects.toThrow(
        'clientSecret: is needed with another tenant or client',
      );
      expect(await service.get(connection)).toMatchObject({ tenantId: TENANT });
      expect(
        await service.update(
          connection,
          edit({ tenantId: OTHER_TENANT, clientSecret: SECOND }),
        ),
      ).toMatchObject({
        tenantId: OTHER_TENANT,
        status: 'pending',
        objectId: undefined,
      });
    });

    it('ends with one whole secret when two rotate at once', async () => {
      const { service, directory, secrets } = given.start();
      const { id: connection } = await service.create(input(), actor);
      const results = await Promise.allSettled(
        ['a', 'b'].map(end =>
          service.update(
            connection,
            edit({ clientSecret: `${SECOND}-${end}` }),
          ),
        ),
      );
      // The database may happen to serve one after the other.
      expect(results.map(r => r.status)).toContain('fulfilled');
      const { record } = await directory.getStored(connection);
      expect(await directory.getSecret(record)).toMatch(/0002-[ab]$/);
      expect((secrets as MemoryStorage).secrets.size).toBe(1);
    });

    it('loses a rotation to one that came between its look and its write', async () => {
      const { service, store, directory, secrets } = given.start();
      const { id: connection } = await service.create(input(), actor);
      const { secretId } = await directory.getStored(connection);
      const update = store.update.bind(store);
      jest
        .spyOn(store, 'update')
        .mockImplementationOnce(async (next, version) => {
          await given
            .knex('azure_connections')
            .update({ credential_version: 7 });
          return update(next, version);
        });
      await expect(
        service.update(connection, edit({ clientSecret: SECOND })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect((await directory.getStored(connection)).secretId).toBe(secretId);
      expect([...(secrets as MemoryStorage).secrets.values()]).toEqual([
        { clientSecret: SECRET },
      ]);
    });

    it('shows that no key opens a secret, and takes a new one all the same', async () => {
      const secrets = new MemoryStorage();
      const { service } = given.start({ secrets });
      const { id: connection } = await service.create(input(), actor);
      secrets.locked = true;
      const [, shown] = await service.list();
      expect(shown.credential.readable).toBe(false);
      await service.update(connection, edit({ clientSecret: SECOND }));
      secrets.locked = false;
      expect((await service.get(connection)).credential.readable).toBe(true);
    });
  },
);
