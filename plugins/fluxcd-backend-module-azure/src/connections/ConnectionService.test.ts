import { TestDatabases } from '@backstage/backend-test-utils';
import { azureConnectionSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  CLIENT,
  OBJECT_ID,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import type { MemoryStorage } from '../__testUtils__/MemoryStorage';
import {
  actor,
  edit,
  input,
  setupConnections,
} from '../__testUtils__/setupConnections';
import { BUILT_IN_CLOUDS } from '../clouds/BUILT_IN_CLOUDS';

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

describe.each(databases.eachSupportedId())(
  'ConnectionService on %s',
  databaseId => {
    const given = setupConnections({ databases, databaseId });

    it('stores a connection, shows it without its secret, and lists it beside those of the configuration', async () => {
      const facts = new Map();
      const { service } = given.start({ facts });
      const created = await service.create(
        input({ include: { tags: { team: '*' } } }),
        actor,
      );
      expect(created).toMatchObject({
        name: 'shop',
        origin: 'portal',
        cloud: 'public',
        tenantId: TENANT,
        clientId: CLIENT,
        credential: { type: 'client-secret', readable: true },
        subscriptions: [SUBSCRIPTION],
        include: { tags: { team: '*' } },
        clusterCount: 0,
        status: 'pending',
        problems: [],
        createdBy: 'user:default/jane',
      });
      expect(created.credential.expiresAt).toBeUndefined();
      facts.set(created.id, {
        clusterCount: 3,
        missingCount: 1,
        nextSyncAt: '2026-11-20T13:00:00.000Z',
      });
      const list = await service.list();
      expect(list.map(c => [c.name, c.origin, c.clusterCount])).toEqual([
        ['Pod', 'config', 0],
        ['shop', 'portal', 3],
      ]);
      for (const item of list) {
        expect(azureConnectionSchema.strict().parse(item)).toEqual(item);
      }
      expect(JSON.stringify(list)).not.toContain(SECRET);
      expect(await given.dump()).not.toContain(SECRET);
    });

    it('keeps names unique, among those of the configuration as well, also when both are added at once', async () => {
      const { service, secrets } = given.start();
      await expect(
        service.create(input({ name: 'Pod' }), actor),
      ).rejects.toThrow(
        'name: the connection "Pod" exists already, at fluxcd.azure.connections[0]',
      );
      const results = await Promise.allSettled([
        service.create(input(), actor),
        service.create(input(), actor),
      ]);
      expect(results.map(r => r.status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      const { reason } = results.find(
        (r): r is PromiseRejectedResult => r.status === 'rejected',
      )!;
      expect(reason).toMatchObject({
        name: 'ConflictError',
        message: 'name: the connection "shop" exists already',
      });
      expect((secrets as MemoryStorage).secrets.size).toBe(1);
      const other = await service.create(input({ name: 'Shop' }), actor);
      await expect(
        service.update(other.id, edit({ name: 'shop' })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      await expect(
        service.update(other.id, edit({ name: 'Pod' })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    });

    it('knows only the clouds of the configuration', async () => {
      const { service } = given.start({ clouds: [BUILT_IN_CLOUDS[0]] });
      await expect(
        service.create(input({ cloud: 'china' }), actor),
      ).rejects.toThrow('cloud: must be one of public');
      expect(await given.dump()).not.toContain(TENANT);
    });

    it('takes the first cloud of the configuration for a connection that names none', async () => {
      const { service } = given.start({ clouds: BUILT_IN_CLOUDS.slice(1) });
      expect(await service.create(input(), actor)).toMatchObject({
        cloud: 'usgovernment',
      });
    });

    it('changes what is asked, drops filters, and leaves the credential as it is', async () => {
      const { service, directory, secrets } = given.start();
      const { id: connection } = await service.create(
        input({ include: { names: ['a*'] }, exclude: { names: ['b*'] } }),
        actor,
      );
      const changed = await service.update(
        connection,
        edit({ name: 'store', subscriptions: 'all', include: null }),
      );
      expect(changed).toMatchObject({
        name: 'store',
        subscriptions: 'all',
        include: undefined,
        exclude: { names: ['b*'] },
      });
      expect((await directory.find(connection)).credentialVersion).toBe(1);
      expect([...(secrets as MemoryStorage).secrets.values()]).toEqual([
        { clientSecret: SECRET },
      ]);
      await expect(
        service.update('nobody', edit({ name: 'x' })),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('tells who changed a connection that another one changed meanwhile, and keeps what that one did', async () => {
      const { service, store, directory } = given.start();
      const { id: connection } = await service.create(input(), actor);
      const update = store.update.bind(store);
      jest
        .spyOn(store, 'update')
        .mockImplementationOnce(async (next, before) => {
          await new Promise(resolve => setTimeout(resolve, 2));
          await service.update(connection, edit({ name: 'store' }));
          return update(next, before);
        });
      await expect(
        service.update(connection, edit({ subscriptions: 'all' })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await directory.find(connection)).toMatchObject({
        name: 'store',
        subscriptions: [SUBSCRIPTION],
      });
    });

    it('deletes a connection with its secret, and hands its clusters over', async () => {
      const onDelete = jest.fn(async () => {});
      const { service, secrets, states } = given.start({ onDelete });
      const { id: connection } = await service.create(input(), actor);
      await states.set(connection, { status: 'ok', problems: [] });
      await service.delete(connection);
      expect(onDelete).toHaveBeenCalledWith(
        expect.objectContaining({ id: connection, name: 'shop' }),
      );
      expect((secrets as MemoryStorage).secrets.size).toBe(0);
      expect(JSON.parse(await given.dump())).toEqual([[], [], []]);
      await expect(service.get(connection)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      await expect(service.delete(connection)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });

    it('is gone even when its clusters are not all removed yet', async () => {
      const { service, logger } = given.start({
        onDelete: async () => {
          throw new Error('later');
        },
      });
      const { id: connection } = await service.create(input(), actor);
      await service.delete(connection);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('not all removed yet'),
      );
      await expect(service.get(connection)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });

    it('leaves connections of the configuration to the configuration', async () => {
      const { service } = given.start();
      const [{ id: pod }] = await service.list();
      const message =
        'The connection "Pod" stands in the configuration of the portal, at fluxcd.azure.connections[0]: change it there';
      await expect(
        service.update(pod, edit({ name: 'x' })),
      ).rejects.toMatchObject({ name: 'ConflictError', message });
      await expect(service.delete(pod)).rejects.toMatchObject({
        name: 'ConflictError',
        message,
      });
    });

    it('remembers how the syncs of every connection went', async () => {
      const { service, directory } = given.start();
      const [{ id: pod }] = await service.list();
      const problems = [{ message: 'No.' }];
      await directory.setState(pod, {
        status: 'failed',
        problems,
        objectId: OBJECT_ID,
      });
      await directory.setState(pod, {
        status: 'partial',
        problems,
        lastSyncAt: '2026-11-20T12:00:00.000Z',
      });
      expect(await service.get(pod)).toMatchObject({
        status: 'partial',
        problems,
        objectId: OBJECT_ID,
        lastSyncAt: '2026-11-20T12:00:00.000Z',
      });
    });
  },
);
