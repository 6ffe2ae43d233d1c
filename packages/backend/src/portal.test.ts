import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { type KubeSim, spawnKubeSim } from '@internal/kube-sim';
import createKnex from 'knex';
import request from 'supertest';
import { startPortal } from './__testUtils__/startPortal';
import { until } from './__testUtils__/until';

jest.setTimeout(300_000);

const repository = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'shop', namespace: 'flux-system' },
  spec: { interval: '1m0s', url: 'https://git.example.com/shop' },
};

/** The configuration file of each engine, and what it reads: the connection strings that other tests use too. */
const engines = {
  SQLITE_3: { files: [], client: 'better-sqlite3', variables: {} },
  POSTGRES_15: {
    files: ['app-config.postgres.yaml'],
    client: 'pg',
    variables: {
      POSTGRES_URL:
        process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING,
    },
  },
  MYSQL_8: {
    files: ['app-config.mariadb.yaml'],
    client: 'mysql2',
    variables: {
      MARIADB_URL: process.env.BACKSTAGE_TEST_DATABASE_MYSQL8_CONNECTION_STRING,
    },
  },
};
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15', 'MYSQL_8'],
});

describe.each(databases.eachSupportedId())('the portal on %s', engineId => {
  const engine = engines[engineId as keyof typeof engines];
  const prefix = `portal_${randomBytes(6).toString('hex')}_`;
  const dir = mkdtempSync(path.join(tmpdir(), 'portal-'));
  const key = `${randomBytes(32).toString('base64url')}=`;
  let sim: KubeSim;
  let portal: Awaited<ReturnType<typeof startPortal>> | undefined;
  let url: string;

  async function start() {
    const { files, variables, client } = engine;
    portal = await startPortal({ dir, key, files, variables, prefix });
    expect(portal.databaseClient).toBe(client);
    url = portal.url;
    return { Authorization: `Bearer ${await portal.signIn()}` };
  }

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [{ name: 'sim', objects: [repository] }],
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await sim?.stop();
    await dropDatabases();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The plugins made databases of their own, which TestDatabases does not know. */
  async function dropDatabases() {
    const [connection] = Object.values(engine.variables);
    if (!connection) return;
    const knex = createKnex({ client: engine.client, connection });
    const [table, column] =
      engine.client === 'pg'
        ? ['pg_database', 'datname']
        : ['information_schema.schemata', 'schema_name'];
    const names: string[] = await knex(table)
      .where(column, 'like', `${prefix}%`)
      .pluck(column);
    for (const name of names) {
      // PostgreSQL would wait for connections that end with the process.
      const force = engine.client === 'pg' ? 'WITH (FORCE)' : '';
      await knex.raw(`DROP DATABASE ?? ${force}`, [name]);
    }
    await knex.destroy();
  }

  it('signs a guest in, takes a cluster, lists its resources, and knows them after a restart', async () => {
    let headers = await start();
    await until(
      async () =>
        (
          await request(url)
            .get('/api/catalog/entities/by-name/group/default/platform')
            .set(headers)
        ).status === 200,
    );
    const { body: cluster } = await request(url)
      .post('/api/fluxcd/v1/clusters')
      .set(headers)
      .send({
        name: 'sim',
        title: 'Die Übung 🚀',
        credentials: {
          type: 'kubeconfig',
          kubeconfig: sim.clusters.sim.kubeconfig(),
        },
      })
      .expect(201);
    const list = async () =>
      (
        await request(url)
          .get('/api/fluxcd/v1/resources')
          .set(headers)
          .expect(200)
      ).body;
    const before = await until(async () => {
      const answer = await list();
      return answer.total === 1 && answer;
    });
    expect(before.items).toMatchObject([
      { name: 'shop', kind: 'GitRepository', clusterId: cluster.id },
    ]);

    await portal!.stop();
    portal = undefined;
    await sim.clusters.sim.control({ type: 'pause' });
    headers = await start();
    const after = await list();
    expect(after.items).toMatchObject([{ id: before.items[0].id }]);
    const { body } = await request(url)
      .get(`/api/fluxcd/v1/clusters/${cluster.id}`)
      .set(headers)
      .expect(200);
    expect(body).toMatchObject({ title: 'Die Übung 🚀' });
  });
});
