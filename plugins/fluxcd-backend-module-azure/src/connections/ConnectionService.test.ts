import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  azureConnectionSchema,
  createAzureConnectionSchema,
  updateAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { createConnections } from '../__testUtils__/createConnections';
import {
  CLIENT,
  OBJECT_ID,
  OTHER_TENANT,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import { MemoryStorage } from '../__testUtils__/MemoryStorage';
import { BUILT_IN_CLOUDS } from '../clouds/BUILT_IN_CLOUDS';
import { applyMigrations } from '../database/applyMigrations';
import { readConnections } from './readConnections';

const SECOND = 'second~secret.of.the-application-0002';
const actor = { actor: 'user:default/jane' };
const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});

const input = (change = {}) =>
  createAzureConnectionSchema.parse({
    name: 'shop',
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: SECRET,
    subscriptions: [SUBSCRIPTION],
    ...change,
  });
const edit = (change: object) => updateAzureConnectionSchema.parse(change);

const configured = readConnections(
  new ConfigReader({
    fluxcd: {
      azure: {
        connections: [
          {
            name: 'Pod',
            credential: { type: 'workload-identity' },
            subscriptions: 'all',
          },
        ],
      },
    },
  }),
  BUILT_IN_CLOUDS,
);

describe.each(databases.eachSupportedId())('ConnectionService on %s', id => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });
  afterEach(async () => knex.destroy());

  const start = (
    options: Partial<Parameters<typeof createConnections>[0]> = {},
  ) =>
    createConnections({
      knex,
      clouds: BUILT_IN_CLOUDS,
      configured,
      ...options,
    });

  /** All that the database holds of the module. */
  async function dump(): Promise<string> {
    const tables = [
      'azure_connections',
      'azure_connection_states',
      'azure_clusters',
    ];
    return JSON.stringify(await Promise.all(tables.map(t => knex(t).select())));
  }

  it('stores a connection, shows it without its secret, and lists it beside those of the configuration', async () => {
    const facts = new Map();
    const { service } = start({ facts });
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
    expect(await dump()).not.toContain(SECRET);
  });

  it('keeps names unique, among those of the configuration as well, also when both are added at once', async () => {
    const { service, secrets } = start();
    await expect(service.create(input({ name: 'Pod' }), actor)).rejects.toThrow(
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
    const { service } = start({ clouds: [BUILT_IN_CLOUDS[0]] });
    await expect(
      service.create(input({ cloud: 'china' }), actor),
    ).rejects.toThrow('cloud: must be one of public');
    expect(await dump()).not.toContain(TENANT);
  });

  it('takes the first cloud of the configuration for a connection that names none', async () => {
    const { service } = start({ clouds: BUILT_IN_CLOUDS.slice(1) });
    expect(await service.create(input(), actor)).toMatchObject({
      cloud: 'usgovernment',
    });
  });

  it('changes what is asked, drops filters, and leaves the credential as it is', async () => {
    const { service, directory, secrets } = start();
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

  it('rotates the secret: another version, another place, and nothing of the old one', async () => {
    const { service, directory, secrets, states } = start();
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
    expect(await dump()).not.toMatch(/secret\.of/);
  });

  it('forgets with the old secret that it failed, but not who it was', async () => {
    const { service, states } = start();
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
    const { service, states } = start();
    const { id: connection } = await service.create(input(), actor);
    await states.set(connection, {
      status: 'ok',
      problems: [],
      objectId: OBJECT_ID,
    });
    await expect(
      service.update(connection, { tenantId: OTHER_TENANT }),
    ).rejects.toThrow('clientSecret: is needed with another tenant or client');
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
    const { service, directory, secrets } = start();
    const { id: connection } = await service.create(input(), actor);
    const results = await Promise.allSettled(
      ['a', 'b'].map(end =>
        service.update(connection, edit({ clientSecret: `${SECOND}-${end}` })),
      ),
    );
    // The database may happen to serve one after the other.
    expect(results.map(r => r.status)).toContain('fulfilled');
    const { record } = await directory.getStored(connection);
    expect(await directory.getSecret(record)).toMatch(/0002-[ab]$/);
    expect((secrets as MemoryStorage).secrets.size).toBe(1);
  });

  it('loses a rotation to one that came between its look and its write', async () => {
    const { service, store, directory, secrets } = start();
    const { id: connection } = await service.create(input(), actor);
    const { secretId } = await directory.getStored(connection);
    const update = store.update.bind(store);
    jest
      .spyOn(store, 'update')
      .mockImplementationOnce(async (next, version) => {
        await knex('azure_connections').update({ credential_version: 7 });
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

  it('tells who changed a connection that another one changed meanwhile, and keeps what that one did', async () => {
    const { service, store, directory } = start();
    const { id: connection } = await service.create(input(), actor);
    const update = store.update.bind(store);
    jest.spyOn(store, 'update').mockImplementationOnce(async (next, before) => {
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

  it('shows that no key opens a secret, and takes a new one all the same', async () => {
    const secrets = new MemoryStorage();
    const { service } = start({ secrets });
    const { id: connection } = await service.create(input(), actor);
    secrets.locked = true;
    const [, shown] = await service.list();
    expect(shown.credential.readable).toBe(false);
    await service.update(connection, edit({ clientSecret: SECOND }));
    secrets.locked = false;
    expect((await service.get(connection)).credential.readable).toBe(true);
  });

  it('deletes a connection with its secret, and hands its clusters over', async () => {
    const onDelete = jest.fn(async () => {});
    const { service, secrets, states } = start({ onDelete });
    const { id: connection } = await service.create(input(), actor);
    await states.set(connection, { status: 'ok', problems: [] });
    await service.delete(connection);
    expect(onDelete).toHaveBeenCalledWith(
      expect.objectContaining({ id: connection, name: 'shop' }),
    );
    expect((secrets as MemoryStorage).secrets.size).toBe(0);
    expect(JSON.parse(await dump())).toEqual([[], [], []]);
    await expect(service.get(connection)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(service.delete(connection)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('is gone even when its clusters are not all removed yet', async () => {
    const { service, logger } = start({
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
    const { service } = start();
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
    const { service, directory } = start();
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
});
